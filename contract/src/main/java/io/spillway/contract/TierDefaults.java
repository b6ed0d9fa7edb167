package io.spillway.contract;

import io.spillway.contract.options.CallOptions;
import io.spillway.contract.yaml.Key;
import io.spillway.contract.yaml.Located;
import io.spillway.contract.yaml.Section;
import io.spillway.contract.yaml.Toggle;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code tiers} in mesh.yaml gives to the services of a tier. Immutable. */
final class TierDefaults {
    /** The defaults of one tier. */
    static final class Tier {
        private static final Tier NONE = new Tier(null);

        @Nullable
        private final Section section;

        private Tier(@Nullable Section section) {
            this.section = section;
        }

        /** The timeout as the lowest layer of the options. */
        Optional<Located<CallOptions>> timeout() {
            if (section == null) {
                return Optional.empty();
            }
            SourceLocation location = section.location(MeshFile.TIER_TIMEOUT);
            return section.find(MeshFile.TIER_TIMEOUT).map(timeout -> new Located<>(options(timeout), location));
        }

        Optional<Located<Toggle<Section>>> adaptiveConcurrency() {
            return toggle(MeshFile.TIER_ADAPTIVE_CONCURRENCY);
        }

        Optional<Located<Toggle<Section>>> outlierDetection() {
            return toggle(MeshFile.TIER_OUTLIER_DETECTION);
        }

        private Optional<Located<Toggle<Section>>> toggle(Key<Toggle<Section>> key) {
            if (section == null) {
                return Optional.empty();
            }
            SourceLocation location = section.location(key);
            return section.find(key).map(toggle -> new Located<>(toggle, location));
        }

        private static CallOptions options(Duration timeout) {
            return CallOptions.newBuilder()
                    .setTimeout(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(timeout.getSeconds())
                            .setNanos(timeout.getNano()))
                    .build();
        }
    }

    static final TierDefaults NONE = new TierDefaults(Map.of());

    private final Map<Integer, Tier> tiers;

    private TierDefaults(Map<Integer, Tier> tiers) {
        this.tiers = Map.copyOf(tiers);
    }

    static TierDefaults of(Section mesh) {
        Map<Integer, Tier> tiers = new HashMap<>();
        mesh.get(MeshFile.TIERS)
                .forEach((tier, section) -> tiers.put(Integer.valueOf(tier), new Tier(section.value())));
        return new TierDefaults(tiers);
    }

    Tier tier(int tier) {
        return tiers.getOrDefault(tier, Tier.NONE);
    }
}

package io.spillway.envoyconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.pgv.validate.Validate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponseFlagTest {
    @Test
    void everyFlagOfEnvoysDocumentationIsExplainedInItsOrder() {
        assertThat(ResponseFlag.all().stream()
                        .map(flag -> flag.longName() + "," + flag.shortName())
                        .toList())
                .isEqualTo(documented());
    }

    @Test
    void everyFlagThatEnvoysProtobufsAllowIsExplained() {
        List<String> allowed = ResponseFlagFilter.getDescriptor()
                .findFieldByName("flags")
                .getOptions()
                .getExtension(Validate.rules)
                .getRepeated()
                .getItems()
                .getString()
                .getInList();

        assertThat(allowed)
                .isNotEmpty()
                .allSatisfy(flag -> assertThat(ResponseFlag.find(flag)).isPresent());
    }

    @Test
    void aFlagIsFoundByItsShortOrLongNameInAnyCase() {
        for (String name : List.of("UH", "uh", "NoHealthyUpstream", "nohealthyupstream")) {
            assertThat(ResponseFlag.find(name))
                    .get()
                    .extracting(ResponseFlag::longName)
                    .isEqualTo("NoHealthyUpstream");
        }
    }

    @Test
    void anUnknownNameIsNotFound() {
        assertThat(ResponseFlag.find("XX")).isEmpty();
        assertThat(ResponseFlag.find("-")).isEmpty();
        assertThat(ResponseFlag.find("")).isEmpty();
    }

    @Test
    void aMistypedNameSuggestsTheNearest() {
        assertThat(ResponseFlag.suggestion("noHealthyUpstraem")).isEqualTo("did you mean NoHealthyUpstream?");
        assertThat(ResponseFlag.suggestion("urxx")).isEqualTo("did you mean URX?");
    }

    @Test
    void aNameThatIsLikeNoneIsToldAllShortNames() {
        assertThat(ResponseFlag.suggestion("nothing like it at all")).startsWith("one of [UH, UF, ");
    }

    @Test
    void theTextForATerminalHasEverySentence() {
        assertThat(ResponseFlag.all())
                .allSatisfy(flag -> assertThat(flag.text())
                        .contains(flag.shortName(), flag.longName(), flag.meaning(), flag.telling())
                        .contains(flag.causes())
                        .contains(flag.next()));
        assertThat(ResponseDetail.all())
                .allSatisfy(detail -> assertThat(detail.text())
                        .contains(detail.name(), detail.meaning())
                        .contains(detail.next()));
    }

    @Property
    void noTextMakesTheSearchFail(@ForAll String name) {
        assertThat(ResponseFlag.find(name)).isNotNull();
        assertThat(ResponseFlag.suggestion(name)).isNotNull();
        assertThat(ResponseDetail.find(name)).isNotNull();
    }

    @Test
    void everyFlagSaysWhatItMeansAndWhatToLookAt() {
        assertThat(ResponseFlag.all()).allSatisfy(flag -> {
            assertThat(flag.meaning()).endsWith(".");
            assertThat(flag.telling()).endsWith(".");
            assertThat(flag.causes()).isNotEmpty();
            assertThat(flag.next()).isNotEmpty();
        });
    }

    @Test
    void whatToLookAtNamesOnlyFieldsThatTheAccessLogHas() {
        String log = EnvoyTypes.toJson(AccessLogs.json("payments", "ingress"));

        assertThat(ResponseFlag.all().stream().flatMap(flag -> flag.next().stream()))
                .filteredOn(line -> line.startsWith("access log: "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(fieldsIn(line))
                        .isNotEmpty()
                        .allSatisfy(field -> assertThat(log).contains("\"" + field + "\"")));
    }

    private static List<String> fieldsIn(String line) {
        return List.of(line.split("[^A-Za-z]+")).stream()
                .filter(List.of(
                        "details",
                        "upstreamHost",
                        "upstreamCluster",
                        "upstreamFailure",
                        "downstream",
                        "durationMillis",
                        "attempts",
                        "termination",
                        "requestId",
                        "authority",
                        "status",
                        "flags")::contains)
                .toList();
    }

    @Test
    void detailsAreExplainedByTheLongestNameThatFits() {
        assertThat(detail("upstream_reset_before_response_started{connection_termination}"))
                .isEqualTo("upstream_reset_before_response_started{connection_termination}");
        assertThat(detail("upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:"
                        + "_Connection_refused}"))
                .isEqualTo("upstream_reset_before_response_started{remote_connection_failure");
        assertThat(detail("upstream_reset_before_response_started{something_new}"))
                .isEqualTo("upstream_reset_before_response_started");
        assertThat(detail("http1.codec_error")).isEqualTo("http1.");
        assertThat(detail("http2.remote_reset")).isEqualTo("http2.remote_reset");
        assertThat(detail("overload")).isEqualTo("overload");
        assertThat(detail("Via_Upstream")).isEqualTo("via_upstream");
    }

    @Test
    void detailsThatOnlyBeginAlikeAreNotExplained() {
        assertThat(detail("overloaded_elsewhere")).isNull();
        assertThat(detail("no_such_details")).isNull();
        assertThat(detail("")).isNull();
    }

    @Test
    void everyExplanationReferredToExists() {
        assertThat(ResponseDetail.all().stream().flatMap(detail -> detail.next().stream()))
                .filteredOn(line -> line.startsWith("spillway explain "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(ResponseFlag.find(line.substring("spillway explain ".length())))
                        .isPresent());
        assertThat(ResponseDetail.all())
                .allSatisfy(detail ->
                        assertThat(detail.name()).isEqualTo(detail.name().toLowerCase(Locale.ROOT)));
    }

    private static @Nullable String detail(String value) {
        return ResponseDetail.find(value).map(ResponseDetail::name).orElse(null);
    }

    private static List<String> documented() {
        try (InputStream in = ResponseFlagTest.class.getResourceAsStream("envoy-1.40-response-flags.csv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

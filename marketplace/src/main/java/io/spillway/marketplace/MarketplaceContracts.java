package io.spillway.marketplace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The contracts of the marketplace, as they are packaged with it. */
public final class MarketplaceContracts {
    private static final String ENDPOINTS = "endpoints.yaml";

    private MarketplaceContracts() {}

    /** Every file of the contract directory, relative to it, with forward slashes. */
    public static List<String> files() {
        List<String> files =
                new ArrayList<>(List.of("mesh.yaml", ENDPOINTS, "shared/echo.proto", "spillway/options.proto"));
        for (MarketplaceService service : MarketplaceService.values()) {
            String name = service.contractName();
            files.add(name + "/service.yaml");
            if (service.speaksGrpc()) {
                files.add(name + "/" + name + ".proto");
                files.add(name + "/" + name + ".binpb");
            }
        }
        return List.copyOf(files);
    }

    /** As {@link #copyTo(Path, AddressBlock)}, with the default addresses. */
    public static void copyTo(Path directory) {
        copyTo(directory, AddressBlock.DEFAULT);
    }

    /**
     * Writes a complete contract directory that can be edited: {@code protoc -I DIR} compiles its {@code .proto} files.
     * Creates the directory; replaces files that are there and leaves others alone.
     *
     * @param block where {@code endpoints.yaml} says that the instances are
     * @throws UncheckedIOException when a file cannot be written
     */
    public static void copyTo(Path directory, AddressBlock block) {
        for (String file : files()) {
            byte[] content = read(file);
            if (file.equals(ENDPOINTS)) {
                content = new String(content, StandardCharsets.UTF_8)
                        .replace(AddressBlock.DEFAULT.prefix(), block.prefix())
                        .getBytes(StandardCharsets.UTF_8);
            }
            Path target = directory.resolve(file);
            try {
                Path parent = target.getParent();
                Files.createDirectories(parent == null ? directory : parent);
                Files.write(target, content);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + target + ": " + e.getMessage(), e);
            }
        }
    }

    private static byte[] read(String file) {
        try (InputStream in = MarketplaceContracts.class.getResourceAsStream("/contracts/" + file)) {
            if (in == null) {
                throw new IllegalStateException("contracts/" + file + " is not packaged with the marketplace");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read contracts/" + file, e);
        }
    }
}

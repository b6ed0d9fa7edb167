package io.spillway.systemtests;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Duration;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.util.Durations;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceContracts;
import io.spillway.marketplace.MarketplaceService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The contracts of the marketplace in a directory that a control plane watches; each edit is one atomic save. */
record EditableContracts(Path directory) {
    static EditableContracts copyTo(Path directory, AddressBlock block) {
        MarketplaceContracts.copyTo(directory, block);
        return new EditableContracts(directory);
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    String read(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ByteString bytes(String file) {
        try {
            return Files.exists(path(file)) ? ByteString.copyFrom(Files.readAllBytes(path(file))) : ByteString.EMPTY;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As editors save: a new file beside the old one, renamed over it. */
    void save(String file, byte[] content) {
        // Outside of what is watched, so that the temporary file is nobody's contract.
        Path temporary = directory.resolveSibling("unsaved-" + directory.getFileName());
        try {
            Files.write(temporary, content);
            Files.move(temporary, path(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void save(String file, String content) {
        save(file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void delete(String file) {
        try {
            Files.delete(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that is not watched. */
    EditableContracts copyTo(Path target) {
        for (String file : MarketplaceContracts.files()) {
            try {
                Files.createDirectories(target.resolve(file).resolveSibling("."));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            new EditableContracts(target).save(file, bytes(file).toByteArray());
        }
        return new EditableContracts(target);
    }

    /** Makes every file what it is in {@code shipped}; other files stay. */
    void restore(EditableContracts shipped) {
        for (String file : MarketplaceContracts.files()) {
            if (!shipped.bytes(file).equals(bytes(file))) {
                save(file, shipped.bytes(file).toByteArray());
            }
        }
    }

    /** Replaces one piece of text, which must be there. */
    void replace(String file, String before, String after) {
        String content = read(file);
        if (!content.contains(before)) {
            throw new IllegalArgumentException(file + " does not contain: " + before + "\n" + content);
        }
        save(file, content.replace(before, after));
    }

    /** Changes the {@code spillway.method} options of one method in the compiled descriptors of a service. */
    void options(String service, String method, UnaryOperator<CallOptions> edit) {
        edit(service, set -> {
            MethodDescriptorProto.Builder found = method(set, service + ".proto", method);
            CallOptions before = found.getOptions().getExtension(Options.method);
            found.getOptionsBuilder().setExtension(Options.method, edit.apply(before));
        });
    }

    private void edit(String service, Consumer<FileDescriptorSet.Builder> edit) {
        String file = service + "/" + service + ".binpb";
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(extensions);
        try {
            FileDescriptorSet.Builder set = FileDescriptorSet.parseFrom(bytes(file), extensions).toBuilder();
            edit.accept(set);
            save(file, set.build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes every declared timeout this many times as long, so that a pause of a busy machine is not taken for a
     * failure of the mesh.
     */
    EditableContracts stretchTimeouts(int factor) {
        for (MarketplaceService service : MarketplaceService.values()) {
            if (service.speaksGrpc()) {
                String name = service.contractName();
                edit(name, set -> {
                    for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
                        file.getServiceBuilderList().forEach(each -> stretch(each, factor));
                    }
                });
            }
        }
        return this;
    }

    private static void stretch(ServiceDescriptorProto.Builder service, int factor) {
        if (service.getOptions().hasExtension(Options.client)) {
            CallOptions options = service.getOptions().getExtension(Options.client);
            service.getOptionsBuilder().setExtension(Options.client, stretched(options, factor));
        }
        for (MethodDescriptorProto.Builder method : service.getMethodBuilderList()) {
            if (method.getOptions().hasExtension(Options.method)) {
                CallOptions options = method.getOptions().getExtension(Options.method);
                method.getOptionsBuilder().setExtension(Options.method, stretched(options, factor));
            }
        }
    }

    private static CallOptions stretched(CallOptions options, int factor) {
        CallOptions.Builder builder = options.toBuilder();
        if (options.hasTimeout()) {
            builder.setTimeout(times(options.getTimeout(), factor));
        }
        if (options.getRetry().hasPerAttemptTimeout()) {
            builder.getRetryBuilder()
                    .setPerAttemptTimeout(times(options.getRetry().getPerAttemptTimeout(), factor));
        }
        return builder.build();
    }

    private static Duration times(Duration duration, int factor) {
        return Durations.fromNanos(Durations.toNanos(duration) * factor);
    }

    private static MethodDescriptorProto.Builder method(FileDescriptorSet.Builder set, String suffix, String name) {
        for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
            if (file.getName().endsWith(suffix)) {
                for (var service : file.getServiceBuilderList()) {
                    for (MethodDescriptorProto.Builder method : service.getMethodBuilderList()) {
                        if (method.getName().equals(name)) {
                            return method;
                        }
                    }
                }
            }
        }
        throw new IllegalArgumentException("no method " + name + " in " + suffix);
    }
}

package io.spillway.systemtests;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.ExtensionRegistry;
import io.spillway.contract.options.CallOptions;
import io.spillway.contract.options.Options;
import io.spillway.marketplace.AddressBlock;
import io.spillway.marketplace.MarketplaceContracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** Makes every file what it is in a directory of contracts that nobody edited; others stay. */
    void restore(Path original) {
        EditableContracts shipped = new EditableContracts(original);
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
        String file = service + "/" + service + ".binpb";
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        Options.registerAllExtensions(extensions);
        try {
            FileDescriptorSet.Builder set =
                    FileDescriptorSet.parseFrom(Files.readAllBytes(path(file)), extensions).toBuilder();
            MethodDescriptorProto.Builder found = method(set, service + ".proto", method);
            CallOptions before = found.getOptions().getExtension(Options.method);
            found.getOptionsBuilder().setExtension(Options.method, edit.apply(before));
            save(file, set.build().toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

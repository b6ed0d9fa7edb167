package io.spillway.benchmarks;

import com.google.protobuf.ByteString;
import io.spillway.xds.ResourceType;
import java.util.List;

/**
 * One save of one file.
 *
 * @param description for people
 * @param file relative to the directory of contracts
 * @param content all of it
 * @param changes resources that must change in every instance of a service, at least these
 */
record Edit(EditKind kind, String description, String file, ByteString content, List<Change> changes) {
    /** A resource of every instance of a service. */
    record Change(String service, ResourceType type, String resource) {}

    Edit {
        changes = List.copyOf(changes);
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("changes: none (expected: at least one)");
        }
    }
}

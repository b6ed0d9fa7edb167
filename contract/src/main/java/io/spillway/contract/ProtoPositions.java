package io.spillway.contract;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the elements of one .proto file stand. With source info (protoc --include_source_info) that is the line in the
 * .proto, without it the descriptor file as a whole. The paths are those of {@code SourceCodeInfo.Location.path}.
 */
final class ProtoPositions {
    private final SourceLocation descriptorFile;
    private final String proto;
    private final Map<List<Integer>, SourceLocation> byPath = new HashMap<>();

    ProtoPositions(FileDescriptorProto file, String descriptorPath) {
        this.descriptorFile = new SourceLocation(descriptorPath, 1, 1);
        this.proto = file.getName();
        for (SourceCodeInfo.Location location : file.getSourceCodeInfo().getLocationList()) {
            if (location.getSpanCount() >= 3 && location.getSpan(0) >= 0 && location.getSpan(1) >= 0) {
                byPath.putIfAbsent(
                        location.getPathList(),
                        new SourceLocation(proto, location.getSpan(0) + 1, location.getSpan(1) + 1));
            }
        }
    }

    /** The element, or the nearest around it that has a position: protoc gives none inside an aggregate value. */
    SourceLocation of(List<Integer> path) {
        for (int length = path.size(); length > 0; length--) {
            SourceLocation location = byPath.get(path.subList(0, length));
            if (location != null) {
                return location;
            }
        }
        return descriptorFile;
    }
}

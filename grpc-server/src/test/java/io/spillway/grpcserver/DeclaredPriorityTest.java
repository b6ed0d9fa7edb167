package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.grpcserver.probe.Probe;
import io.spillway.overload.Priority;
import org.junit.jupiter.api.Test;

class DeclaredPriorityTest {
    private final ServiceDescriptor probe = Probe.getDescriptor().findServiceByName("ProbeService");

    @Test
    void theMethodsOwnPriorityWinsOverTheServices() {
        assertThat(DeclaredPriority.of(probe.findMethodByName("Critical"))).isEqualTo(Priority.CRITICAL);
        assertThat(DeclaredPriority.of(probe.findMethodByName("Sheddable"))).isEqualTo(Priority.SHEDDABLE);
        assertThat(DeclaredPriority.of(probe.findMethodByName("Inherits"))).isEqualTo(Priority.HIGH);
    }

    @Test
    void aContractThatSaysNothingDeclaresNothing() {
        ServiceDescriptor plain = Probe.getDescriptor().findServiceByName("PlainService");

        assertThat(DeclaredPriority.of(plain.findMethodByName("Call"))).isNull();
    }

    @Test
    void optionsThatHideInUnknownFieldsAreFound() throws InvalidProtocolBufferException, DescriptorValidationException {
        FileDescriptorProto withoutExtensions =
                FileDescriptorProto.parseFrom(Probe.getDescriptor().toProto().toByteString());
        FileDescriptor dynamic = FileDescriptor.buildFrom(
                withoutExtensions, Probe.getDescriptor().getDependencies().toArray(FileDescriptor[]::new));

        ServiceDescriptor service = dynamic.findServiceByName("ProbeService");
        Descriptor options = service.getOptions().getDescriptorForType();

        assertThat(service.getOptions().getUnknownFields().asMap())
                .as(options.getName())
                .isNotEmpty();
        assertThat(DeclaredPriority.of(service.findMethodByName("Critical"))).isEqualTo(Priority.CRITICAL);
        assertThat(DeclaredPriority.of(service.findMethodByName("Inherits"))).isEqualTo(Priority.HIGH);
    }
}

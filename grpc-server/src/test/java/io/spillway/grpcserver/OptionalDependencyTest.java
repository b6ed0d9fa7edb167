package io.spillway.grpcserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** On a class path from which the libraries of the other kind of server are missing. */
class OptionalDependencyTest {
    @Test
    void grpcJavaNeedsNothingOfArmeria() throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader = classPathWithout(jar -> jar.startsWith("armeria"))) {
            assertThatThrownBy(() -> loader.loadClass("com.linecorp.armeria.server.HttpService"))
                    .isInstanceOf(ClassNotFoundException.class);

            Object guard = loader.loadClass("io.spillway.grpcserver.GrpcGuard")
                    .getMethod("of", String.class)
                    .invoke(null, "payments");

            assertThat(guard).isNotNull();
        }
    }

    @Test
    void armeriaWithPlainHttpNeedsNothingOfGrpc() throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader =
                classPathWithout(jar -> jar.startsWith("grpc-") || jar.startsWith("armeria-grpc"))) {
            assertThatThrownBy(() -> loader.loadClass("io.grpc.Metadata")).isInstanceOf(ClassNotFoundException.class);
            Class<?> service = loader.loadClass("com.linecorp.armeria.server.HttpService");

            Object decorator = loader.loadClass("io.spillway.grpcserver.ArmeriaGuard")
                    .getMethod("newDecorator", String.class)
                    .invoke(null, "payments");
            @SuppressWarnings("unchecked") // as the method declares it
            Function<Object, Object> decorate = (Function<Object, Object>) decorator;
            Object guarded = decorate.apply(
                    Proxy.newProxyInstance(loader, new Class<?>[] {service}, (proxy, method, arguments) -> null));

            assertThat(guarded).isInstanceOf(service);
        }
    }

    private static URLClassLoader classPathWithout(Predicate<String> jar) throws MalformedURLException {
        List<URL> kept = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            Path name = path.getFileName();
            if (name != null && !jar.test(name.toString())) {
                kept.add(path.toUri().toURL());
            }
        }
        return new URLClassLoader(kept.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}

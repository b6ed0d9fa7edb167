package io.spillway.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A contract directory of payments, which calls ledger, and menu, which calls nobody; an instance of each. */
record SmallMesh(Path directory) {
    static final String PAYMENTS = "service: payments\nowner: payments-team\negress: [{service: ledger}]\n";

    static SmallMesh in(Path directory) {
        SmallMesh mesh = new SmallMesh(directory);
        mesh.save("mesh.yaml", "zones: [a]\n");
        mesh.save("payments/service.yaml", PAYMENTS);
        mesh.save("ledger/service.yaml", "service: ledger\n");
        mesh.save("menu/service.yaml", "service: menu\n");
        mesh.save("endpoints.yaml", """
                endpoints:
                  payments: [{instance: payments-1, address: 127.1.4.1, zone: a}]
                  ledger: [{instance: ledger-1, address: 127.1.5.1, zone: a}]
                  menu: [{instance: menu-1, address: 127.1.3.1, zone: a}]
                """);
        return mesh;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** As editors save: written beside and renamed. */
    void save(String name, String content) {
        try {
            Path file = file(name);
            Files.createDirectories(file.getParent());
            Path fresh = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove(String name) {
        try (Stream<Path> walk = Files.walk(file(name))) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

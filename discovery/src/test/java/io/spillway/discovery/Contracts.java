package io.spillway.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.contract.ContractDirectory;
import io.spillway.contract.ContractSet;
import java.util.Map;
import java.util.TreeMap;

/** Contracts to read endpoints against. */
final class Contracts {
    private Contracts() {}

    /** Services {@code payments} and {@code menu}, and this mesh.yaml. */
    static ContractSet withMesh(String mesh) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("mesh.yaml", mesh.getBytes(UTF_8));
        files.put("payments/service.yaml", "service: payments".getBytes(UTF_8));
        files.put("menu/service.yaml", "service: menu".getBytes(UTF_8));
        return ContractDirectory.read(files).contracts();
    }
}

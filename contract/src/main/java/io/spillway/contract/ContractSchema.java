package io.spillway.contract;

import io.spillway.contract.yaml.Schema;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON Schemas (draft 2020-12) of the contract files, for editors: from the same tables that parse the files. */
public final class ContractSchema {
    private ContractSchema() {}

    /** Of {@code service.yaml}, as a JSON document. */
    public static String service() {
        return document("service.yaml", "What one service declares", ServiceFile.KEYS);
    }

    /** Of {@code mesh.yaml}, as a JSON document. */
    public static String mesh() {
        return document("mesh.yaml", "What belongs to no one service", MeshFile.KEYS);
    }

    /**
     * Of any file of the contract directory.
     *
     * @param title what the file says, as in "{@code title} to Spillway"
     */
    public static String document(String file, String title, Schema keys) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", file);
        document.put("description", title + " to Spillway. Generated: see docs/contract.md.");
        document.putAll(keys.jsonSchema());
        return Json.pretty(document);
    }
}

package io.spillway.xds;

import java.util.List;

/** One response to send: resources that are new or changed and names that end, all of one type. */
record Batch(ResourceType type, String nonce, List<Resource> changed, List<String> removed) {
    boolean carries(String name) {
        for (Resource resource : changed) {
            if (resource.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}

package io.spillway.contract.lint;

import io.spillway.contract.MethodPolicy;
import io.spillway.contract.Origin;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.SourceLocation;

/** Where a finding about a method is shown. */
final class Locations {
    private Locations() {}

    /** Where the first of the keys stands that the author wrote, else the contract of the service. */
    static SourceLocation of(ServiceContract service, MethodPolicy method, String... keys) {
        for (String key : keys) {
            Origin origin = method.origins().get(key);
            if (origin != null && origin.location() != null) {
                return origin.location();
            }
        }
        return service.location();
    }
}

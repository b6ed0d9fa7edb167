package io.spillway.contract.lint;

import io.spillway.contract.ContractSet;
import io.spillway.contract.Findings;
import io.spillway.contract.Nearest;
import io.spillway.contract.Rule;
import io.spillway.contract.ServiceContract;
import io.spillway.contract.ServiceContract.Egress;
import io.spillway.contract.ServiceContract.EntityCache;
import io.spillway.contract.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names in one contract that another should define, and what every service has to say about itself. */
final class ReferenceRules {
    private final ContractSet contracts;
    private final Findings findings;

    private ReferenceRules(ContractSet contracts, Findings findings) {
        this.contracts = contracts;
        this.findings = findings;
    }

    static void check(ContractSet contracts, Findings findings) {
        ReferenceRules rules = new ReferenceRules(contracts, findings);
        Map<String, ServiceContract> servedBy = new HashMap<>();
        for (ServiceContract service : contracts.services().values()) {
            rules.checkOwner(service);
            rules.checkGrpcServices(service, servedBy);
            for (int i = 0; i < service.egress().size(); i++) {
                rules.checkEgress(service, service.egress().get(i), "egress[" + i + "]");
            }
        }
    }

    private void checkOwner(ServiceContract service) {
        if (service.tier() == 0 && service.owner() == null) {
            findings.add(Rule.UNOWNED_TIER_0.at(
                    service.location(),
                    "service \"" + service.name() + "\" of tier 0 without an owner",
                    "owner: the team that is asked when the site is down"));
        }
    }

    private void checkGrpcServices(ServiceContract service, Map<String, ServiceContract> servedBy) {
        Set<String> served = new TreeSet<>();
        for (String method : service.methods().keySet()) {
            served.add(method.substring(0, Math.max(0, method.indexOf('/'))));
        }
        for (String grpcService : served) {
            ServiceContract first = servedBy.putIfAbsent(grpcService, service);
            if (first != null) {
                findings.add(Rule.DUPLICATE_GRPC_SERVICE.at(
                        location(service, "grpcServices", "descriptors"),
                        grpcService + ", which service \"" + first.name() + "\" serves too",
                        "grpcServices: those of the descriptors that " + service.name() + " serves"));
            }
        }
    }

    private void checkEgress(ServiceContract service, Egress egress, String path) {
        if (egress.service() != null) {
            checkService(egress.service(), location(service, egress, path + ".service"));
        }
        EntityCache cache = egress.entityCache();
        if (cache == null) {
            return;
        }
        checkService(cache.service(), location(service, egress, path + ".entityCache.service"));
        ServiceContract callee =
                egress.service() == null ? null : contracts.services().get(egress.service());
        if (callee == null || callee.descriptors() == null) {
            return;
        }
        List<String> methods = cache.methods();
        for (int i = 0; i < methods.size(); i++) {
            String method = methods.get(i);
            if (!callee.methods().containsKey(method)) {
                findings.add(Rule.UNKNOWN_METHOD.at(
                        location(service, egress, path + ".entityCache.methods[" + i + "]"),
                        "method \"" + method + "\", which " + callee.descriptors() + " does not define",
                        Nearest.suggestion(method, callee.methods().keySet())));
            }
        }
    }

    private void checkService(String name, SourceLocation location) {
        if (!contracts.services().containsKey(name)) {
            findings.add(Rule.UNKNOWN_EGRESS_SERVICE.at(
                    location,
                    "service \"" + name + "\", which has no contract",
                    Nearest.suggestion(name, contracts.services().keySet())));
        }
    }

    private static SourceLocation location(ServiceContract service, Egress egress, String path) {
        return service.origins().getOrDefault(path, egress.location());
    }

    private static SourceLocation location(ServiceContract service, String first, String second) {
        SourceLocation fallback = service.origins().getOrDefault(second, service.location());
        return service.origins().getOrDefault(first, fallback);
    }
}

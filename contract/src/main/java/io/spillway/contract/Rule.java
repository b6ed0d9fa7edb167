package io.spillway.contract;

import io.spillway.contract.Finding.Severity;
import java.util.Locale;

/** Every lint rule; each has a section of its id in {@code docs/rules.md}. */
public enum Rule {
    // A file as such.
    FILE_UNREADABLE(Severity.ERROR, "A file cannot be read"),
    NO_CONTRACTS(Severity.WARNING, "The directory holds no contract"),
    MISNAMED_FILE(Severity.WARNING, "A file is named almost like a contract and is not read"),
    // Reading YAML.
    YAML_ENCODING(Severity.ERROR, "A file is not valid UTF-8"),
    YAML_SYNTAX(Severity.ERROR, "A file is not valid YAML"),
    YAML_LIMIT(Severity.ERROR, "A file is larger or nested deeper than is read"),
    YAML_EMPTY(Severity.ERROR, "A file holds no document"),
    YAML_DOCUMENTS(Severity.ERROR, "A file holds more than one document"),
    UNKNOWN_KEY(Severity.ERROR, "A key that does not exist"),
    DUPLICATE_KEY(Severity.ERROR, "A key is given twice"),
    MISSING_KEY(Severity.ERROR, "A required key is left out"),
    WRONG_TYPE(Severity.ERROR, "A value has the wrong type"),
    BAD_VALUE(Severity.ERROR, "A text is not one of those allowed"),
    BAD_DURATION(Severity.ERROR, "A duration cannot be read"),
    BAD_SIZE(Severity.ERROR, "A size cannot be read"),
    OUT_OF_RANGE(Severity.ERROR, "A number, duration or size is out of range"),
    // One service.
    DUPLICATE_RESERVED_PORT(Severity.ERROR, "A reserved port is given twice"),
    RESERVED_PORT_IS_TRAFFIC_PORT(Severity.ERROR, "The port of the service is reserved too"),
    DUPLICATE_EGRESS(Severity.ERROR, "Two egress entries name the same target"),
    UNOWNED_TIER_0(Severity.ERROR, "A service of tier 0 names no owner"),
    // Descriptors and their options.
    BAD_DESCRIPTORS(Severity.ERROR, "A descriptor file cannot be read"),
    OPTIONS_NOT_REGISTERED(Severity.ERROR, "A descriptor lost the options that its .proto declares"),
    UNKNOWN_OPTION(Severity.ERROR, "A descriptor holds an option that this version does not know"),
    UNKNOWN_GRPC_SERVICE(Severity.ERROR, "A gRPC service that the descriptors lack"),
    DUPLICATE_GRPC_SERVICE(Severity.WARNING, "Two services serve the same gRPC service"),
    OPTION_RANGE(Severity.ERROR, "A timeout, priority or fallback is out of range"),
    RETRY_RANGE(Severity.ERROR, "A retry option is out of range"),
    BREAKER_RANGE(Severity.ERROR, "A circuit breaker option is out of range"),
    HEDGING_RANGE(Severity.ERROR, "A hedging option is out of range"),
    RETRIES_DO_NOT_FIT(Severity.WARNING, "The attempts do not fit into the timeout"),
    UNSAFE_RETRY(Severity.ERROR, "A retry may execute a method twice that must not be"),
    UNSAFE_HEDGING(Severity.ERROR, "Hedging of a method that is not idempotent"),
    // All services together.
    DUPLICATE_SERVICE(Severity.ERROR, "Two contracts have the same name"),
    DUPLICATE_INSTANCE(Severity.ERROR, "Two instances have the same name"),
    UNKNOWN_ENDPOINT_SERVICE(Severity.WARNING, "Instances of a service that has no contract"),
    DUPLICATE_ADDRESS(Severity.ERROR, "Two instances have the same address"),
    UNKNOWN_EGRESS_SERVICE(Severity.ERROR, "Egress to a service that has no contract"),
    UNKNOWN_METHOD(Severity.ERROR, "A method that the descriptors lack"),
    UNKNOWN_SIDECAR_SIZE(Severity.ERROR, "A sidecar size that mesh.yaml does not define"),
    UNKNOWN_ZONE(Severity.ERROR, "A zone that mesh.yaml does not list"),
    CALLER_TIMEOUT_BELOW_CALLEE(Severity.ERROR, "A caller gives up before its callee does"),
    MAX_AMPLIFICATION(Severity.ERROR, "One request may become too many attempts"),
    RETRIES_AT_TWO_LAYERS(Severity.ERROR, "Two layers retry the same call"),
    EGRESS_CYCLE(Severity.ERROR, "Services call each other in a circle");

    private final String id;
    private final Severity severity;
    private final String summary;

    Rule(Severity severity, String summary) {
        this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.severity = severity;
        this.summary = summary;
    }

    /** Such as {@code unknown-key}. */
    public String id() {
        return id;
    }

    /** How bad it is unless the rule says otherwise for one finding. */
    public Severity severity() {
        return severity;
    }

    /** One line. */
    public String summary() {
        return summary;
    }

    /** A finding of this rule with the severity of the rule. */
    public Finding at(SourceLocation location, String found, String expected) {
        return new Finding(id, severity, location, found, expected);
    }

    /** A finding of this rule that is only a warning, because whether it does harm cannot be known here. */
    public Finding warningAt(SourceLocation location, String found, String expected) {
        return new Finding(id, Severity.WARNING, location, found, expected);
    }
}

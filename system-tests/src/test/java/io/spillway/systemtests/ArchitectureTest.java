package io.spillway.systemtests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.containAnyMethodsThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of {@code docs/architecture.md}, and what each module must not know. */
class ArchitectureTest {
    /** Every module with code, in the order of the map: an arrow only ever points down. */
    private enum Module {
        SYSTEM_TESTS("system-tests", "systemtests"),
        CLI("cli", "cli"),
        BENCHMARKS("benchmarks", "benchmarks"),
        MARKETPLACE("marketplace", "marketplace"),
        INCIDENT_LAB("incident-lab", "incidentlab"),
        CONTROL_PLANE("control-plane", "controlplane"),
        SIDECAR("sidecar", "sidecar"),
        XDS("xds", "xds"),
        ENVOY_CONFIG("envoy-config", "envoyconfig"),
        DISCOVERY("discovery", "discovery"),
        GRPC_CLIENT("grpc-client", "grpcclient"),
        GRPC_SERVER("grpc-server", "grpcserver"),
        SIMULATION("simulation", "simulation"),
        CALL_CONTEXT("call-context", "callcontext"),
        OVERLOAD("overload", "overload"),
        CONTRACT("contract", "contract");

        private final String directory;
        private final String packages;

        Module(String directory, String lastName) {
            this.directory = directory;
            this.packages = "io.spillway." + lastName + "..";
        }

        private static String[] packagesOf(List<Module> modules) {
            return modules.stream().map(module -> module.packages).toArray(String[]::new);
        }

        private List<Module> above() {
            return Stream.of(values()).takeWhile(module -> module != this).toList();
        }
    }

    /** What protoc wrote from {@code .proto} files; its names and shapes are not ours. */
    private static final DescribedPredicate<JavaClass> GENERATED = resideInAnyPackage(
                    "io.spillway.contract.options..",
                    "io.spillway.marketplace.consumerfront..",
                    "io.spillway.marketplace.orders..",
                    "io.spillway.marketplace.menu..",
                    "io.spillway.marketplace.payments..",
                    "io.spillway.marketplace.ledger..",
                    "io.spillway.marketplace.notifications..",
                    "io.spillway.marketplace.shared..")
            .as("generated");

    private static final DescribedPredicate<JavaClass> OURS =
            resideInAPackage("io.spillway..").and(not(GENERATED)).as("written by hand");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // Written by JMH, which extends what it measures.
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages("io.spillway");

    @Test
    void everyModuleIsLookedAt() {
        for (Module module : Module.values()) {
            if (Files.exists(Repository.file(module.directory).resolve("src/main/java"))) {
                assertThat(CLASSES.stream().anyMatch(resideInAPackage(module.packages)))
                        .as(module.directory)
                        .isTrue();
            }
        }
        assertThat(CLASSES)
                .as("classes of no module")
                .allMatch(resideInAnyPackage(Module.packagesOf(List.of(Module.values()))));
    }

    @Test
    void theBuildAndThePageListTheModulesInTheSameOrder() throws IOException {
        List<String> page = firstGroups("(?m)^\\| `([a-z-]+)` \\|", "docs/architecture.md");
        List<String> build = firstGroups("<module>([a-z-]+)</module>", "pom.xml");

        assertThat(List.of(Module.values()))
                .extracting(module -> module.directory)
                .isEqualTo(page.subList(0, Module.values().length));
        assertThat(page).containsSubsequence(build);
    }

    private static List<String> firstGroups(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Repository.file(file)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void arrowsBetweenModulesPointDown() {
        for (Module module : Module.values()) {
            if (!module.above().isEmpty()) {
                noClasses()
                        .that()
                        .resideInAPackage(module.packages)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(Module.packagesOf(module.above()))
                        .allowEmptyShould(true)
                        .check(CLASSES);
            }
        }
    }

    private static void mustNotKnow(Module module, Module... others) {
        noClasses()
                .that()
                .resideInAPackage(module.packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Module.packagesOf(List.of(others)))
                .check(CLASSES);
    }

    @Test
    void deliveryDoesNotKnowWhatAResourceMeans() {
        mustNotKnow(Module.XDS, Module.ENVOY_CONFIG, Module.DISCOVERY, Module.CONTRACT);
    }

    @Test
    void aSidecarKnowsNoContract() {
        mustNotKnow(Module.SIDECAR, Module.XDS, Module.ENVOY_CONFIG, Module.DISCOVERY, Module.CONTRACT);
    }

    @Test
    void theControlPlaneDoesNotStartEnvoys() {
        mustNotKnow(Module.CONTROL_PLANE, Module.SIDECAR);
    }

    @Test
    void theMarketplaceDoesNotKnowHowTheControlPlaneWorksInside() {
        mustNotKnow(Module.MARKETPLACE, Module.XDS, Module.ENVOY_CONFIG, Module.DISCOVERY);
    }

    @Test
    void envoysProtobufsStayWhereTheyBelong() {
        noClasses()
                .that()
                .resideInAnyPackage(Module.packagesOf(List.of(
                        Module.CLI, Module.MARKETPLACE, Module.INCIDENT_LAB, Module.DISCOVERY, Module.CONTRACT)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.envoyproxy..")
                .check(CLASSES);
    }

    @Test
    void theCoreIsAFunctionOfItsInput() {
        noClasses()
                .that()
                .resideInAnyPackage(Module.packagesOf(List.of(Module.ENVOY_CONFIG, Module.CONTRACT)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.util.concurrent.locks..", "java.util.random..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.Thread(Local)?|java\\.util\\.concurrent\\..*(Executor|Future|Thread).*"
                        + "|java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Timer|Random|SplittableRandom)"
                        + "|java\\.lang\\.(Process|ProcessBuilder|Runtime)")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .check(CLASSES);
    }

    @Test
    void theAlgorithmsOfOverloadControlKnowNothingButTheirArguments() {
        classes()
                .that()
                .resideInAPackage(Module.OVERLOAD.packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.spillway.overload..", "java.lang..", "java.util..", "java.time..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(Module.OVERLOAD.packages)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.concurrent\\..*(Executor|Future|Thread).*"
                        + "|java\\.time\\.(Clock|Instant|InstantSource)|java\\.util\\.(Timer|Random|SplittableRandom)")
                .orShould()
                // It may ask which thread it is on, to keep threads apart; it has none of its own and none waits.
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void aSimulationHasNoSocketAndNoClock() {
        noClasses()
                .that()
                .resideInAPackage(Module.SIMULATION.packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.netty..", "com.linecorp..", "io.grpc..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void clientAndGuardDoNotKnowTheMeshOrEachOther() {
        mustNotKnow(Module.GRPC_SERVER, Module.SIMULATION, Module.DISCOVERY, Module.ENVOY_CONFIG, Module.XDS);
        mustNotKnow(
                Module.GRPC_CLIENT,
                Module.GRPC_SERVER,
                Module.SIMULATION,
                Module.DISCOVERY,
                Module.ENVOY_CONFIG,
                Module.XDS);
    }

    @Test
    void theCompilerReadsNoFiles() {
        noClasses()
                .that()
                .resideInAPackage(Module.ENVOY_CONFIG.packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
                .check(CLASSES);
    }

    @Test
    void contractsReadFilesInTheClassesForThat() {
        classes()
                .that()
                .resideInAPackage(Module.CONTRACT.packages)
                .and(OURS)
                .and(DescribedPredicate.describe(
                        "that use java.nio.file.Files",
                        each -> each.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency ->
                                        dependency.getTargetClass().isEquivalentTo(Files.class))))
                .should()
                .haveSimpleNameEndingWith("Files")
                .orShould()
                .haveSimpleNameEndingWith("Directory")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.spillway.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.spillway.contract.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSayTheRoleAndNotThePattern() {
        noClasses()
                .that(OURS)
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Factory)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*[.$]Abstract[A-Z].*")
                .check(CLASSES);
    }

    @Test
    void publicClassesAreFinalOrSealedOrMadeToBeExtended() {
        classes()
                .that(OURS)
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotAnnotatedWith("org.openjdk.jmh.annotations.State")
                .and(not(containAnyMethodsThat(annotatedWith("org.openjdk.jmh.annotations.Benchmark"))))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .orShould(com.tngtech.archunit.lang.conditions.ArchConditions.be(
                        DescribedPredicate.describe("sealed or an enum", ArchitectureTest::isSealed)))
                .check(CLASSES);
    }

    /** An enum whose constants have bodies is not final in its class file. */
    private static boolean isSealed(JavaClass each) {
        return each.isEnum() || each.reflect().isSealed();
    }
}

package org.sterna.platform.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/**
 * What the POMs cannot see, over all modules together: a library is met only in a package that bears its name, so that it can
 * be exchanged there; the features of a module have no cycles; rules never read the clock.
 */
@AnalyzeClasses(packages = "org.sterna", importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeTestJars.class})
class ArchitectureTest {
    /** Another module's tests come as a jar. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule noCycles = slices().matching("org.sterna.(*).(*)..").should().beFreeOfCycles();

    /** The platform is made of Pekko; everywhere else it is a library. */
    @ArchTest
    static final ArchRule pekko = noClasses().that().resideOutsideOfPackages("..pekko..", "org.sterna.platform..", "org.sterna.benchmarks..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.pekko..", "scala..");

    /** Where Pekko is allowed, so is its configuration library; reading settings is all that org.sterna.config does. */
    @ArchTest
    static final ArchRule typesafeConfig = noClasses()
            .that().resideOutsideOfPackages("..pekko..", "org.sterna.platform..", "org.sterna.config..", "org.sterna.benchmarks..")
            .should().dependOnClassesThat().resideInAPackage("com.typesafe.config..");

    /** Rules return what happened and do not log; who speaks to the outside does: behind Pekko, and behind Cassandra's driver. */
    @ArchTest
    static final ArchRule logging = noClasses()
            .that().resideOutsideOfPackages("..pekko..", "..cassandra..", "org.sterna.platform..", "org.sterna.benchmarks..")
            .should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..");

    @ArchTest
    static final ArchRule cassandra = onlyIn("..cassandra..", "com.datastax..", "org.apache.cassandra..");

    @ArchTest
    static final ArchRule dnsjava = onlyIn("..dnsjava..", "org.xbill..");

    @ArchTest
    static final ArchRule bouncyCastle = onlyIn("..bouncycastle..", "org.bouncycastle..");

    @ArchTest
    static final ArchRule mime4j = onlyIn("..mime4j..", "org.apache.james..");

    @ArchTest
    static final ArchRule prometheus = onlyIn("..prometheus..", "io.prometheus..");

    /** Nothing but the command line's grammar: it describes one package and has no rule or format of ours behind it. */
    @ArchTest
    static final ArchRule picocli = onlyIn("org.sterna.platform.admin..", "picocli..");

    /** A map with a bound, used as java.util's would be: no package bears its name, but the rules do without it. */
    @ArchTest
    static final ArchRule caffeine = noClasses().that().resideOutsideOfPackages("..pekko..", "..cassandra..", "org.sterna.platform..")
            .should().dependOnClassesThat().resideInAPackage("com.github.benmanes..");

    @ArchTest
    static final ArchRule protocolsArePlainJava = noClasses()
            .that().resideInAPackage("org.sterna.protocols..").and().resideOutsideOfPackages("..bouncycastle..", "..mime4j..")
            .should().dependOnClassesThat().resideOutsideOfPackages("org.sterna.protocols..", "java..", "javax..");

    @ArchTest
    static final ArchRule rulesKnowNoPlumbing = noClasses()
            .that().resideInAnyPackage("org.sterna.protocols..", "org.sterna.persistence..").and().resideOutsideOfPackages("..pekko..", "..cassandra..")
            .should().dependOnClassesThat().resideInAnyPackage("..pekko..", "..cassandra..");

    /** An entity has a Clock, so that a test can have another one; what waits for a store may count nanoseconds. */
    @ArchTest
    static final ArchRule rulesNeverReadTheClock = noClasses()
            .that().resideInAnyPackage("org.sterna.protocols..", "org.sterna.persistence..").and().resideOutsideOfPackages("..pekko..", "..cassandra..")
            .should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Clock.class, "systemUTC")
            .orShould().callMethod(Clock.class, "systemDefaultZone");

    private static ArchRule onlyIn(String home, String... library) {
        return noClasses().that().resideOutsideOfPackage(home).should().dependOnClassesThat().resideInAnyPackage(library);
    }
}

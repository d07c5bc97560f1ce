package org.sterna.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** What the POMs cannot see: a library is met only in a package that bears its name, and rules never read the clock. */
@AnalyzeClasses(packages = "org.sterna.persistence", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule pekkoStaysInItsPackages = noClasses().that().resideOutsideOfPackage("..pekko..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.pekko..", "scala..", "com.typesafe.config..");

    @ArchTest
    static final ArchRule cassandraStaysInItsPackages = noClasses().that().resideOutsideOfPackage("..cassandra..")
            .should().dependOnClassesThat().resideInAnyPackage("com.datastax..", "org.apache.cassandra..", "com.github.benmanes..");

    @ArchTest
    static final ArchRule rulesArePlainJava = noClasses().that().resideOutsideOfPackages("..pekko..", "..cassandra..")
            .should().dependOnClassesThat().resideOutsideOfPackages("org.sterna.persistence..", "org.sterna.protocols..", "java..");

    @ArchTest
    static final ArchRule rulesKnowNoPlumbing = noClasses().that().resideOutsideOfPackages("..pekko..", "..cassandra..")
            .should().dependOnClassesThat().resideInAnyPackage("..pekko..", "..cassandra..");

    @ArchTest
    static final ArchRule featuresHaveNoCycles = slices().matching("org.sterna.persistence.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule rulesNeverReadTheClock = noClasses().that().resideOutsideOfPackages("..pekko..", "..cassandra..")
            .should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Clock.class, "systemUTC")
            .orShould().callMethod(Clock.class, "systemDefaultZone");
}

package org.sterna.protocols;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.concurrent.Executor;

/** The rules of mail are plain Java: no input or output, no thread, no clock, and each library behind a package of its name. */
@AnalyzeClasses(packages = "org.sterna.protocols", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule protocolsArePure = classes()
            .that().resideOutsideOfPackages("..bouncycastle..", "..mime4j..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("org.sterna.protocols..", "java..", "javax..");

    @ArchTest
    static final ArchRule bouncyCastleStaysInItsPackage = noClasses().that().resideOutsideOfPackage("..bouncycastle..")
            .should().dependOnClassesThat().resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule mime4jStaysInItsPackage = noClasses().that().resideOutsideOfPackage("..mime4j..")
            .should().dependOnClassesThat().resideInAPackage("org.apache.james..");

    @ArchTest
    static final ArchRule nothingReadsOrWritesOutside = noClasses()
            .should().dependOnClassesThat().resideInAnyPackage("java.net.http..", "java.nio.channels..", "java.nio.file..", "javax.net..")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.net.Socket")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.File");

    @ArchTest
    static final ArchRule nothingStartsThreads = noClasses()
            .should().dependOnClassesThat().areAssignableTo(Thread.class)
            .orShould().dependOnClassesThat().areAssignableTo(Executor.class);

    @ArchTest
    static final ArchRule rulesNeverReadTheClock = noClasses()
            .should().callMethod(Instant.class, "now").orShould().callMethod(LocalDate.class, "now")
            .orShould().callMethod(LocalDateTime.class, "now").orShould().callMethod(OffsetDateTime.class, "now")
            .orShould().callMethod(ZonedDateTime.class, "now").orShould().callMethod(System.class, "nanoTime")
            .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Clock.class, "systemUTC")
            .orShould().callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule featuresHaveNoCycles = slices().matching("org.sterna.protocols.(*)..").should().beFreeOfCycles();
}

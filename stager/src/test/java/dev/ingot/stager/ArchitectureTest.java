package dev.ingot.stager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.ingot.stager", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.ingot.stager.(*)..").should().beFreeOfCycles()
      .because("a phase must be readable without the ones after it");

  @ArchTest
  static final ArchRule planIsPure = noClasses().that().resideInAPackage("..plan..").should().dependOnClassesThat()
      .resideInAnyPackage("java.io..", "java.nio..", "java.time..", "java.net..").because("plan resolution is a function of its input");

  @ArchTest
  static final ArchRule noProcesses = noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.ProcessBuilder")
      .because("foreign code runs in a Sandbox only");

  @ArchTest
  static final ArchRule jibStaysInside = noClasses().that().resideOutsideOfPackage("..export..").should().dependOnClassesThat()
      .resideInAPackage("com.google.cloud..").because("Jib follows links and is wrapped in one place");
}

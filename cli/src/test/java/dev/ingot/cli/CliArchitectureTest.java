package dev.ingot.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.ingot.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {
  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.ingot.cli.(*)..").should().beFreeOfCycles()
      .because("a command family can be read, and moved, alone");

  @ArchTest
  static final ArchRule DEVELOPER_COMMANDS_KNOW_NO_MACHINE = noClasses().that().resideOutsideOfPackages("dev.ingot.cli", "dev.ingot.cli.platform..")
      .should().dependOnClassesThat().resideInAPackage("dev.ingot.cli.platform..")
      .because("push and friends run on a laptop far from the platform");
}

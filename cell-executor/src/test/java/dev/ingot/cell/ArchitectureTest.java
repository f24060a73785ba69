package dev.ingot.cell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.ingot.cell", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.ingot.cell.(*)..").should().beFreeOfCycles()
      .because("a part of the cell must be understood without the parts that use it");

  @ArchTest
  static final ArchRule plainJava = noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "reactor..", "java.sql..")
      .because("the cell is a small daemon without a database");

  @ArchTest
  static final ArchRule pureBundle = noClasses().that().resideInAPackage("..bundle..").should().dependOnClassesThat()
      .resideInAnyPackage("java.time..", "java.net..", "dev.ingot.cell.sys..", "dev.ingot.cell.mount..")
      .because("a container's configuration is a pure function of its inputs, so that it can be compared with a golden file");

  @ArchTest
  static final ArchRule runtimeIsHidden = noClasses().that().resideInAnyPackage("..instance..", "..agent..", "..health..", "..logs..").should()
      .dependOnClassesThat().haveSimpleNameStartingWith("Runc")
      .because("another runtime must fit behind InstanceRuntime (design.md §4)");
}

package dev.ingot.webui;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of design.md §2 for this module. */
@AnalyzeClasses(packages = "dev.ingot.webui", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule the_platform_is_reached_over_http_only = noClasses()
      .should().dependOnClassesThat().resideInAnyPackage("dev.ingot.controller..", "java.sql..", "jakarta.persistence..")
      .because("the dashboard can do nothing its user could not do with any client");

  @ArchTest
  static final ArchRule pages_do_not_depend_on_each_other = slices().matching("dev.ingot.webui.(*)..").should().beFreeOfCycles()
      .because("a page that can be read alone can be changed alone");
}

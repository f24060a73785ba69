package dev.ingot.controller;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The rules of design.md §2 for this module. */
@AnalyzeClasses(packages = "dev.ingot.controller", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule features_do_not_depend_on_each_other_in_circles =
      slices().matching("dev.ingot.controller.(*)..").should().beFreeOfCycles().because("a feature that can be read alone can be changed alone");

  @ArchTest
  static final ArchRule only_http_packages_see_the_web = noClasses().that().resideOutsideOfPackages("..http..")
      .should().dependOnClassesThat(resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..", "org.springframework.boot.webmvc.."))
      .because("what a feature does must not depend on how it was asked");

  @ArchTest
  static final ArchRule only_db_packages_see_the_database = noClasses().that().resideOutsideOfPackages("..db..")
      .should().dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "java.sql..", "javax.sql..", "org.springframework.jdbc.."))
      .because("how things are stored can then be changed in one place");

  @ArchTest
  static final ArchRule the_scheduler_is_pure = noClasses().that(resideInAPackage("..scheduler"))
      .should().dependOnClassesThat(resideInAnyPackage("org.springframework..", "java.io..", "java.nio..", "java.net..", "java.sql.."))
      .because("live code and simulation are the same code").allowEmptyShould(true);

  @ArchTest
  static final ArchRule time_comes_from_the_clock = noClasses().that().resideOutsideOfPackage("..config..")
      .should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis")
      .because("tests set the clock");
}

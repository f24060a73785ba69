package dev.ingot.buildpacks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.ingot.buildpacks", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("dev.ingot.buildpacks.(*)..").should().beFreeOfCycles().because("a package is a room with one door");

  @ArchTest
  static final ArchRule BUILDPACKS_STAND_ALONE = slices().matching("dev.ingot.buildpacks.(*)..").namingSlices("$1").should().notDependOnEachOther()
      .ignoreDependency(com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
          com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("dev.ingot.buildpacks.kit.."))
      .because("each buildpack can be used without the others; they share the kit only");

  @ArchTest
  static final ArchRule NOTHING_BUT_THE_KIT = noClasses().should().dependOnClassesThat()
      .resideOutsideOfPackages("dev.ingot.buildpacks..", "java..", "org.jspecify..").because("a buildpack runs alone in a build container and must start fast");

  @ArchTest
  static final ArchRule NO_HIDDEN_CLOCK = noClasses().should().callMethod(java.time.Instant.class, "now").orShould().callMethod(Thread.class, "sleep", long.class)
      .because("time comes through a Clock, so that it can be tested");
}

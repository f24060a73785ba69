package dev.ingot.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of design.md §2 that hold in the router. */
@AnalyzeClasses(packages = "dev.ingot.router", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.ingot.router.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule DATA_PATH_KNOWS_NO_GRPC = noClasses().that().resideInAnyPackage("..proxy..", "..balance..", "..lookup..", "..access..")
      .should().dependOnClassesThat().resideInAnyPackage("io.grpc..", "com.google.protobuf..", "dev.ingot.api..", "dev.ingot.router.stream..")
      .because("the data path must serve whether or not the controller is there");

  @ArchTest
  static final ArchRule LOOKUP_IS_PURE = noClasses().that().resideInAPackage("..lookup..")
      .should().dependOnClassesThat().resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.time..", "io.netty..")
      .because("the route lookup is a function of its inputs");

  @ArchTest
  static final ArchRule EVENT_LOOPS_DO_NOT_BLOCK = noClasses().that().resideInAPackage("..proxy..").and().doNotHaveSimpleName("ProxyServer").and().doNotHaveSimpleName("Transport")
      .should().callMethod(Thread.class, "sleep", long.class)
      .orShould().dependOnClassesThat().resideInAnyPackage("java.util.concurrent.locks..", "java.nio.file..", "java.sql..")
      .orShould().callMethod(java.util.concurrent.CompletableFuture.class, "join")
      .orShould().callMethod(java.util.concurrent.Future.class, "get")
      .orShould().callMethod(io.netty.util.concurrent.Future.class, "sync")
      .orShould().callMethod(io.netty.util.concurrent.Future.class, "await")
      .orShould().callMethod(io.netty.util.concurrent.Future.class, "awaitUninterruptibly")
      .orShould().callMethod(io.netty.channel.ChannelFuture.class, "sync")
      .because("one blocked event loop holds up every connection on it");

  @ArchTest
  static final ArchRule NO_SPRING = noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");
}

package dev.ingot.controller;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Entry of the controller's process: `ControllerApplication FILE`, FILE = controller.properties (docs/explanation/processes.md). */
// Two features may each have a class of the same simple name.
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@ConfigurationPropertiesScan
public class ControllerApplication {
  /** Starts and stays until the process is told to end. An argument that is no `--option` is the configuration file. */
  public static void main(String[] args) {
    SpringApplication.run(ControllerApplication.class, Arrays.stream(args).map(ControllerApplication::asOption).toArray(String[]::new));
  }

  private static String asOption(String argument) {
    return argument.startsWith("--") ? argument : "--spring.config.additional-location=file:" + argument;
  }
}

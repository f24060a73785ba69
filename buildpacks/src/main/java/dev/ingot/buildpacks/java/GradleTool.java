package dev.ingot.buildpacks.java;

import java.nio.file.Path;

/**
 * A Gradle to build with.
 *
 * @param program its start script, for {@code sh}
 * @param javaHome the JDK it runs on and compiles with
 */
record GradleTool(Path program, Path javaHome) {}

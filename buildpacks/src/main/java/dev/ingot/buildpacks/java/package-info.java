/** The Java buildpack {@code ingot/java}: Maven projects and executable jars, a JRE cut from the platform's JDK, memory that fits the container. */
@NullMarked
package dev.ingot.buildpacks.java;

import org.jspecify.annotations.NullMarked;

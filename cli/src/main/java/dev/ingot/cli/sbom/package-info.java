/** What is in an app's image. */
@NullMarked
package dev.ingot.cli.sbom;

import org.jspecify.annotations.NullMarked;

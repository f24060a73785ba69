/** App manifests: read, variables filled in, options of the command line laid over. */
@NullMarked
package dev.ingot.cli.manifest;

import org.jspecify.annotations.NullMarked;

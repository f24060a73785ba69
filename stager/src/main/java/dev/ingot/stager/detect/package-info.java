/** Which buildpacks take the app: orders, groups, plan resolution (pure functions), and running `bin/detect`. */
@NullMarked
package dev.ingot.stager.detect;

import org.jspecify.annotations.NullMarked;

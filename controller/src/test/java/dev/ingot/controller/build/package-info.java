/** Tests of builds. */
@NullMarked
package dev.ingot.controller.build;

import org.jspecify.annotations.NullMarked;

/** Tests of revisions. */
@NullMarked
package dev.ingot.controller.revision;

import org.jspecify.annotations.NullMarked;

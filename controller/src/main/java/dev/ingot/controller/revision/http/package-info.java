/** The endpoints of revisions. */
@NullMarked
package dev.ingot.controller.revision.http;

import org.jspecify.annotations.NullMarked;

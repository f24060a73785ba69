/** Tests of quotas. */
@NullMarked
package dev.ingot.controller.quota;

import org.jspecify.annotations.NullMarked;

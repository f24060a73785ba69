/** Feature flags: what an operator lets people do on the whole platform. */
@NullMarked
package dev.ingot.controller.flag;

import org.jspecify.annotations.NullMarked;

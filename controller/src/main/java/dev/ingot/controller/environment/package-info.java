/** Environment: which variables an app sees while it runs and while it is staged, `VCAP_APPLICATION` among them. */
@NullMarked
package dev.ingot.controller.environment;

import org.jspecify.annotations.NullMarked;

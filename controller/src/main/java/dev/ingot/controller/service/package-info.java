/** Services: instances that users provide, their bindings to apps and routes, the (still empty) marketplace, and usage events. */
@NullMarked
package dev.ingot.controller.service;

import org.jspecify.annotations.NullMarked;

/* What a camera answers when it is asked as V4L2 cameras are. */

static void describe(const struct mode *mode, struct v4l2_pix_format *to) {
    to->width = mode->width;
    to->height = mode->height;
    to->pixelformat = mode->fourcc;
    to->field = V4L2_FIELD_NONE;
    to->bytesperline = mode->fourcc == V4L2_PIX_FMT_YUYV  ? mode->width * 2
                     : mode->fourcc == V4L2_PIX_FMT_RGB24 ? mode->width * 3
                     : mode->fourcc == V4L2_PIX_FMT_NV12  ? mode->width
                                                          : 0;
    to->sizeimage = picture_size(mode);
    to->colorspace = V4L2_COLORSPACE_SRGB;
}

/* The nearest mode to what is asked for: of that format, then of that size. */
static unsigned nearest(const struct camera *camera, const struct v4l2_pix_format *asked) {
    unsigned best = camera->current;
    long best_gap = -1;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        long gap = labs((long)mode->width - asked->width) + labs((long)mode->height - asked->height);
        if (mode->fourcc == asked->pixelformat && (best_gap < 0 || gap < best_gap)) best = i, best_gap = gap;
    }
    return best;
}

static void tell_rate(const struct camera *camera, struct v4l2_streamparm *to) {
    memset(&to->parm, 0, sizeof to->parm);
    to->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    to->parm.capture.timeperframe.numerator = 1;
    to->parm.capture.timeperframe.denominator = camera->modes[camera->current].rate;
}

static void set_rate(struct camera *camera, const struct v4l2_fract *interval) {
    const struct mode *now = &camera->modes[camera->current];
    unsigned asked = interval->numerator ? interval->denominator / interval->numerator : 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        if (mode->fourcc == now->fourcc && mode->width == now->width && mode->height == now->height && mode->rate == asked) {
            camera->current = i;
            return;
        }
    }
}

static int enumerate_formats(const struct camera *camera, struct v4l2_fmtdesc *to) {
    unsigned seen = 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        unsigned first = 0;
        while (camera->modes[first].fourcc != camera->modes[i].fourcc) first++;
        if (first == i && seen++ == to->index) {
            to->pixelformat = camera->modes[i].fourcc;
            to->flags = to->pixelformat == V4L2_PIX_FMT_MJPEG ? V4L2_FMT_FLAG_COMPRESSED : 0;
            memcpy(to->description, &to->pixelformat, 4);
            to->description[4] = 0;
            return 0;
        }
    }
    FAIL(EINVAL);
}

static int enumerate_sizes(const struct camera *camera, struct v4l2_frmsizeenum *to) {
    unsigned seen = 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        if (mode->fourcc != to->pixel_format) continue;
        unsigned first = 0;
        while (camera->modes[first].fourcc != mode->fourcc || camera->modes[first].width != mode->width || camera->modes[first].height != mode->height) first++;
        if (first == i && seen++ == to->index) {
            to->type = V4L2_FRMSIZE_TYPE_DISCRETE;
            to->discrete.width = mode->width;
            to->discrete.height = mode->height;
            return 0;
        }
    }
    FAIL(EINVAL);
}

static int enumerate_rates(const struct camera *camera, struct v4l2_frmivalenum *to) {
    unsigned seen = 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        if (mode->fourcc == to->pixel_format && mode->width == to->width && mode->height == to->height && seen++ == to->index) {
            to->type = V4L2_FRMIVAL_TYPE_DISCRETE;
            to->discrete.numerator = 1;
            to->discrete.denominator = mode->rate;
            return 0;
        }
    }
    FAIL(EINVAL);
}

static int request_buffers(struct camera *camera, int fd, struct v4l2_requestbuffers *asked) {
    if (asked->memory != V4L2_MEMORY_MMAP) FAIL(EINVAL);
    if (camera->buffers && camera->owner != fd) FAIL(EBUSY);
    if (fault_is(camera->number, "streaming")) FAIL(EBUSY);
    if (camera->streaming) FAIL(EBUSY);
    free_buffers(camera);
    if (!asked->count) return 0;
    if (asked->count > MAX_BUFFERS) asked->count = MAX_BUFFERS;
    long page = sysconf(_SC_PAGESIZE);
    camera->size = (picture_size(&camera->modes[camera->current]) + page - 1) / page * page;
    camera->memory_fd = memfd_create("fakecam", MFD_CLOEXEC);
    if (camera->memory_fd < 0 || ftruncate(camera->memory_fd, camera->size * asked->count)) FAIL(ENOMEM);
    camera->memory = real_mmap(camera->size * asked->count, PROT_READ | PROT_WRITE, MAP_SHARED, camera->memory_fd);
    if (camera->memory == MAP_FAILED) {
        camera->memory = NULL;
        FAIL(ENOMEM);
    }
    camera->buffers = asked->count;
    camera->owner = fd;
    return 0;
}

static int dequeue(struct camera *camera, struct v4l2_buffer *to) {
    char byte;
    if (recv(camera->theirs, &byte, 1, MSG_DONTWAIT) != 1 || !camera->done.count) FAIL(camera->gone ? ENODEV : EAGAIN);
    unsigned index = pop(&camera->done);
    to->index = index;
    to->bytesused = camera->bytes[index];
    to->length = camera->size;
    to->m.offset = index * camera->size;
    to->sequence = camera->sequences[index];
    to->timestamp = camera->taken[index];
    to->field = V4L2_FIELD_NONE;
    to->flags = V4L2_BUF_FLAG_DONE | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    return 0;
}

static int answer(struct camera *camera, int fd, unsigned request, void *argument) {
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *to = argument;
        memset(to, 0, sizeof *to);
        strcpy((char *)to->driver, "fakecam");
        if (slurp(camera->number, "sys/name", (char *)to->card, sizeof to->card) > 0)
            to->card[strcspn((char *)to->card, "\n")] = 0;
        strcpy((char *)to->bus_info, "platform:fakecam");
        to->version = 0x060000;
        to->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        to->capabilities = to->device_caps | V4L2_CAP_DEVICE_CAPS;
        return 0;
    }
    case VIDIOC_ENUM_FMT: return enumerate_formats(camera, argument);
    case VIDIOC_ENUM_FRAMESIZES: return enumerate_sizes(camera, argument);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate_rates(camera, argument);
    case VIDIOC_S_FMT:
        if (camera->buffers) FAIL(EBUSY);
        camera->current = nearest(camera, &((struct v4l2_format *)argument)->fmt.pix);
        /* fall through */
    case VIDIOC_G_FMT: describe(&camera->modes[camera->current], &((struct v4l2_format *)argument)->fmt.pix); return 0;
    case VIDIOC_S_PARM:
        if (camera->buffers) FAIL(EBUSY);
        set_rate(camera, &((struct v4l2_streamparm *)argument)->parm.capture.timeperframe);
        /* fall through */
    case VIDIOC_G_PARM: tell_rate(camera, argument); return 0;
    case VIDIOC_REQBUFS: return request_buffers(camera, fd, argument);
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *to = argument;
        if (to->index >= camera->buffers) FAIL(EINVAL);
        to->length = camera->size;
        to->m.offset = to->index * camera->size;
        to->flags = to->bytesused = 0;
        return 0;
    }
    case VIDIOC_QBUF: {
        struct v4l2_buffer *of = argument;
        if (of->index >= camera->buffers) FAIL(EINVAL);
        push(&camera->waiting, of->index);
        return 0;
    }
    case VIDIOC_DQBUF: return dequeue(camera, argument);
    case VIDIOC_STREAMON:
        if (!camera->buffers || camera->owner != fd) FAIL(EINVAL);
        if (camera->streaming) return 0;
        camera->streaming = 1;
        if (pthread_create(&camera->ticker, NULL, tick, camera)) FAIL(ENOMEM);
        return 0;
    case VIDIOC_STREAMOFF:
        if (camera->owner == fd) stop(camera);
        return 0;
    default: FAIL(ENOTTY);
    }
}

/* 1 where `fd` is a camera's, with the answer in `result`. */
static int intercepted(int fd, unsigned long request, void *argument, int *result) {
    if (!open_handles) return 0;
    pthread_mutex_lock(&lock);
    struct camera *camera = camera_of(fd);
    if (camera) {
        if (!camera->gone && !is_plugged(camera->number)) hang_up(camera);
        int code = 0;
        if (camera->gone) {
            *result = -1;
            code = ENODEV;
        } else {
            *result = answer(camera, fd, (unsigned)request, argument);
            code = errno;
        }
        pthread_mutex_unlock(&lock);
        if (*result) errno = code;
        return 1;
    }
    pthread_mutex_unlock(&lock);
    return 0;
}

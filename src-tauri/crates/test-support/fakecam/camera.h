/* The cameras: what the folder says of them, what they show and when. */
#define MAX_NUMBER 64
#define MAX_MODES 32
#define MAX_BUFFERS 8
#define MAX_HANDLES 64

#define FAIL(code) do { errno = (code); return -1; } while (0)

struct mode { uint32_t fourcc, width, height, rate; };

struct queue { unsigned index[MAX_BUFFERS]; unsigned first, count; };

struct camera {
    int number, handles;
    struct mode modes[MAX_MODES];
    unsigned mode_count, current;
    int ours, theirs;            /* the two ends of the socket pair */
    int memory_fd;
    unsigned char *memory;
    size_t size;                 /* bytes of one buffer */
    unsigned buffers;
    int owner;                   /* the handle that asked for buffers */
    struct queue waiting, done;
    uint32_t bytes[MAX_BUFFERS];
    struct timeval taken[MAX_BUFFERS];
    uint32_t sequences[MAX_BUFFERS];
    unsigned char *film, *next;  /* the frames file in memory */
    size_t film_length;
    ino_t film_file;             /* which file it was */
    uint32_t sequence;
    int streaming, gone;
    pthread_t ticker;
};

struct handle { int fd; struct camera *camera; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct handle handles[MAX_HANDLES];
static int open_handles;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

/* Past the hooks below, which take the lock. */

static int real_open(const char *path, int flags) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

static void real_close(int fd) { syscall(SYS_close, fd); }

static void *real_mmap(size_t length, int protection, int flags, int fd) {
    return (void *)syscall(SYS_mmap, NULL, length, protection, flags, fd, 0L);
}

/* ------------------------------------------------------------- files */

static const char *root(void) { return getenv("SPORTELLO_FAKECAM"); }

/* Reads a small file of a camera; the length, or -1. */
static ssize_t slurp(int number, const char *name, char *text, size_t room) {
    char path[512];
    if (!root()) return -1;
    snprintf(path, sizeof path, "%s/video%d/%s", root(), number, name);
    int fd = real_open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t length = read(fd, text, room - 1);
    real_close(fd);
    text[length > 0 ? length : 0] = 0;
    return length;
}

/* Whether the fault of a camera begins with `name`. */
static int fault_is(int number, const char *name) {
    char text[64];
    return slurp(number, "fault", text, sizeof text) > 0 && !strncmp(text, name, strlen(name));
}

static int is_plugged(int number) {
    char text[4];
    return slurp(number, "modes", text, sizeof text) > 0 && !fault_is(number, "unplugged");
}

/* The N of `prefix`N`rest`, or -1; `rest` is what follows the number. */
static int number_after(const char *path, const char *prefix, const char **rest) {
    size_t length = strlen(prefix);
    if (!path || strncmp(path, prefix, length)) return -1;
    char *end;
    if (path[length] < '0' || path[length] > '9') return -1;
    long number = strtol(path + length, &end, 10);
    *rest = end;
    return number < MAX_NUMBER ? (int)number : -1;
}

/* ------------------------------------------------------------ cameras */

static struct camera *camera_of(int fd) {
    for (int i = 0; open_handles && fd >= 0 && i < MAX_HANDLES; i++)
        if (handles[i].camera && handles[i].fd == fd) return handles[i].camera;
    return NULL;
}

static size_t picture_size(const struct mode *mode) {
    size_t pixels = (size_t)mode->width * mode->height;
    switch (mode->fourcc) {
    case V4L2_PIX_FMT_NV12: return pixels * 3 / 2;
    case V4L2_PIX_FMT_RGB24: return pixels * 3;
    default: return pixels * 2;
    }
}

/* Takes the frames file into memory, unless it is there already. */
static void load_film(struct camera *camera) {
    char path[512];
    snprintf(path, sizeof path, "%s/video%d/frames", root(), camera->number);
    int fd = real_open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd < 0) return;
    if (!fstat(fd, &about) && about.st_size > 4 && about.st_ino != camera->film_file) {
        void *film = real_mmap(about.st_size, PROT_READ, MAP_PRIVATE, fd);
        if (film != MAP_FAILED) {
            if (camera->film) munmap(camera->film, camera->film_length);
            camera->film = camera->next = film;
            camera->film_length = about.st_size;
            camera->film_file = about.st_ino;
        }
    }
    real_close(fd);
}

static struct camera *load(int number) {
    char text[2048];
    if (slurp(number, "modes", text, sizeof text) <= 0) return NULL;
    struct camera *camera = calloc(1, sizeof *camera);
    camera->number = number;
    camera->memory_fd = camera->owner = -1;
    char *at, *line = strtok_r(text, "\n", &at);
    for (; line && camera->mode_count < MAX_MODES; line = strtok_r(NULL, "\n", &at)) {
        struct mode *mode = &camera->modes[camera->mode_count];
        char name[5];
        if (sscanf(line, "%4s %u %u %u", name, &mode->width, &mode->height, &mode->rate) == 4) {
            mode->fourcc = v4l2_fourcc(name[0], name[1], name[2], name[3]);
            camera->mode_count++;
        }
    }
    int ends[2];
    if (!camera->mode_count || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
        free(camera);
        return NULL;
    }
    camera->ours = ends[0];
    camera->theirs = ends[1];
    load_film(camera);
    return camera;
}

static int open_camera(int number) {
    while (fault_is(number, "hang")) usleep(10000);
    if (!is_plugged(number)) FAIL(ENOENT);
    if (fault_is(number, "busy")) FAIL(EBUSY);
    if (fault_is(number, "denied")) FAIL(EACCES);
    pthread_mutex_lock(&lock);
    struct camera *camera = NULL;
    struct handle *slot = NULL;
    for (int i = 0; i < MAX_HANDLES; i++) {
        struct camera *known = handles[i].camera;
        if (!known) slot = &handles[i];
        else if (known->number == number && !known->gone) camera = known;
    }
    if (!camera) camera = load(number);
    int fd = camera && slot ? fcntl(camera->theirs, F_DUPFD_CLOEXEC, 3) : -1;
    if (fd >= 0) {
        slot->fd = fd;
        slot->camera = camera;
        camera->handles++;
        open_handles++;
    }
    pthread_mutex_unlock(&lock);
    if (fd < 0) FAIL(ENODEV);
    return fd;
}

static void hang_up(struct camera *camera) {
    camera->gone = 1;
    shutdown(camera->ours, SHUT_RDWR);
}

static unsigned pop(struct queue *queue) {
    unsigned index = queue->index[queue->first];
    queue->first = (queue->first + 1) % MAX_BUFFERS;
    queue->count--;
    return index;
}

static void push(struct queue *queue, unsigned index) {
    if (queue->count < MAX_BUFFERS)
        queue->index[(queue->first + queue->count++) % MAX_BUFFERS] = index;
}

/* ----------------------------------------------------------- pictures */

/* A bright bar that wanders to the right over a slope of grey. */
static unsigned char grey(const struct mode *mode, uint32_t sequence, unsigned x, unsigned y) {
    unsigned bar = (sequence * 8) % mode->width;
    if (x >= bar && x < bar + mode->width / 16) return 235;
    return 16 + (x + y) * 160 / (mode->width + mode->height);
}

static uint32_t draw(const struct mode *mode, uint32_t sequence, unsigned char *to) {
    for (unsigned y = 0; y < mode->height; y++)
        for (unsigned x = 0; x < mode->width; x++) {
            unsigned char value = grey(mode, sequence, x, y);
            size_t at = (size_t)y * mode->width + x;
            if (mode->fourcc == V4L2_PIX_FMT_YUYV) {
                to[at * 2] = value;
                to[at * 2 + 1] = 128;
            } else if (mode->fourcc == V4L2_PIX_FMT_RGB24) {
                memset(to + at * 3, value, 3);
            } else {
                to[at] = value;
            }
        }
    if (mode->fourcc == V4L2_PIX_FMT_NV12) {
        size_t pixels = (size_t)mode->width * mode->height;
        memset(to + pixels, 128, pixels / 2);
    }
    return picture_size(mode);
}

static uint32_t expose(struct camera *camera, unsigned char *to) {
    const struct mode *mode = &camera->modes[camera->current];
    load_film(camera);
    if (!camera->film) return draw(mode, camera->sequence, to);
    unsigned char *end = camera->film + camera->film_length;
    if (camera->next + 4 > end) camera->next = camera->film;
    uint32_t length;
    memcpy(&length, camera->next, 4);
    if (length > (size_t)(end - camera->next - 4)) return 0;
    uint32_t shown = length < camera->size ? length : camera->size;
    memcpy(to, camera->next + 4, shown);
    camera->next += 4 + (size_t)length;
    return shown;
}

/* Frames a second: what the fault says, else what the mode promises. */
static unsigned rate_of(struct camera *camera) {
    char text[64];
    unsigned rate = 0;
    if (slurp(camera->number, "fault", text, sizeof text) > 0) sscanf(text, "rate %u", &rate);
    if (!rate) rate = camera->modes[camera->current].rate;
    return rate ? rate : 1;
}

static void *tick(void *argument) {
    struct camera *camera = argument;
    struct timespec due;
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (;;) {
        due.tv_nsec += 1000000000L / rate_of(camera);
        if (due.tv_nsec >= 1000000000L) due.tv_sec++, due.tv_nsec -= 1000000000L;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        /* Late by more than a moment: a camera loses pictures, it does not hurry. */
        if (now.tv_sec - due.tv_sec > 1) due = now;
        int plugged = is_plugged(camera->number), stalled = fault_is(camera->number, "stall");
        pthread_mutex_lock(&lock);
        int streaming = camera->streaming;
        if (streaming && !plugged) {
            hang_up(camera);
            streaming = 0;
        } else if (streaming && !stalled && camera->waiting.count) {
            unsigned index = pop(&camera->waiting);
            camera->bytes[index] = expose(camera, camera->memory + index * camera->size);
            camera->sequences[index] = camera->sequence++;
            camera->taken[index] = (struct timeval){due.tv_sec, due.tv_nsec / 1000};
            push(&camera->done, index);
            if (send(camera->ours, "", 1, MSG_NOSIGNAL) != 1) streaming = 0;
        }
        pthread_mutex_unlock(&lock);
        if (!streaming) return NULL;
    }
}

/* Ends the ticker; the lock is held, and let go for a moment. */
static void stop(struct camera *camera) {
    if (!camera->streaming) return;
    camera->streaming = 0;
    pthread_mutex_unlock(&lock);
    pthread_join(camera->ticker, NULL);
    pthread_mutex_lock(&lock);
    char byte[MAX_BUFFERS];
    while (recv(camera->theirs, byte, sizeof byte, MSG_DONTWAIT) > 0) {}
    memset(&camera->waiting, 0, sizeof camera->waiting);
    memset(&camera->done, 0, sizeof camera->done);
}

static void free_buffers(struct camera *camera) {
    if (camera->memory) munmap(camera->memory, camera->size * camera->buffers);
    if (camera->memory_fd >= 0) real_close(camera->memory_fd);
    camera->memory = NULL;
    camera->memory_fd = -1;
    camera->buffers = 0;
    camera->owner = -1;
}

static void forget(struct camera *camera) {
    stop(camera);
    free_buffers(camera);
    if (camera->film) munmap(camera->film, camera->film_length);
    real_close(camera->ours);
    real_close(camera->theirs);
    free(camera);
}

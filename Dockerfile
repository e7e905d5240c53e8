# The portal's image: one for web, worker, beat and the one-shot migration; the command decides.
# Packages come from the locked requirements with hashes, as wheels; nothing is compiled.
FROM python:3.13-slim-trixie AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/portal \
    && /opt/portal/bin/pip install --require-hashes --no-deps --only-binary :all: -r /tmp/requirements.txt

FROM python:3.13-slim-trixie
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=iga_portal.settings \
    PORTAL_DATA_DIR=/data \
    STATIC_ROOT=/srv/static \
    HOME=/data \
    XDG_CACHE_HOME=/tmp
# The [print] section of iga_portal/local/system-packages.txt: Pango and HarfBuzz for WeasyPrint, and the two print families.
# Without versions: a rebuild is how the security updates of the release come in.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-ebgaramond fonts-lato \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --home-dir /data --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /data /data/files \
    && install -d -o portal -g portal -m 0755 /srv/static
COPY --from=packages /opt/portal /opt/portal
WORKDIR /srv/portal
COPY manage.py ./
COPY iga_portal iga_portal
COPY regions regions
COPY innovations innovations
COPY scoring scoring
COPY reports reports
COPY templates templates
COPY static static
RUN python -m compileall -q iga_portal regions innovations scoring reports
# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
# As the user who brings them up to date in the volume later: a new volume takes over owners together with the files.
RUN python manage.py collectstatic --noinput --verbosity 0 && chmod -R a+rX /srv/static
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["sh", "/srv/portal/iga_portal/deploy/entrypoint.sh"]
CMD ["web"]

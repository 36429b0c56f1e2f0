FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1

WORKDIR /app

# The image brings Python itself; the rest of the list is what letters need: shaping and a font.
COPY requirements/system-base.txt requirements/
RUN apt-get update \
    && grep -v python3-venv requirements/system-base.txt \
       | xargs apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*

COPY requirements/base.txt requirements/
RUN pip install --require-hashes -r requirements/base.txt

COPY . .
RUN pybabel compile --domain django --directory locale --locale th \
    && useradd --uid 10001 --user-group --no-create-home selection \
    && install -d -o selection -g selection /data

USER selection
ENV SELECTION_DATA=/data
VOLUME /data
EXPOSE 8000

CMD ["gunicorn", "--config", "python:selection_site.gunicorn"]

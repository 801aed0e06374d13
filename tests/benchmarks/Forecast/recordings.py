"""Brings public recordings of houses into rows seconds;importW, for "forecast --recordings FOLDER" (python3-scipy).

recordings.py redd3 < BaseNILM/data/redd/redd3LF.mat        3 s,  13 days  github.com/pascme05/BaseNILM
recordings.py redd5 < BaseNILM/data/redd/redd5LF.mat        3 s,  10 days
recordings.py ukdale3 < BaseNILM/data/ukdale/ukdale3.mat    6 s,  37 days
cat nilm_gjw_data/building1/elec/4-*.csv | recordings.py gjw   on change, 277 days  github.com/gjwo/nilm_gjw_data
recordings.py uci < household_power_consumption.txt         60 s  UCI, Individual household electric power consumption
"""
import datetime
import sys


def utc(text, form):
    return int(datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc).timestamp())


def mat(file):
    import scipy.io
    return {row[0]: row[2] for row in scipy.io.loadmat(file)["input"] if row[2] == row[2]}


def gjw(file):
    rows = (line.decode().strip().split(",") for line in file)
    return {utc(row[0], "%Y-%m-%d %H:%M:%S"): float(row[1]) for row in rows if len(row) == 2 and row[0][:2] == "20"}


def uci(file):
    rows = (line.decode().split(";") for line in file)
    return {utc(row[0] + row[1], "%d/%m/%Y%H:%M:%S"): float(row[2]) * 1000 for row in rows if len(row) > 2 and row[2][:1].isdigit()}


read = {"gjw": gjw, "uci": uci}.get(sys.argv[1], mat)
for second, watt in sorted(read(sys.stdin.buffer).items()):
    print(f"{int(second)};{max(0, round(watt))}")

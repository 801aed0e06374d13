using System.Globalization;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Readings;
using MeterFirmware.Tests;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class ReferenceReportTests
{
    [ReferenceFact]
    public void Good_and_bad_telegrams_are_as_many_as_the_index_of_the_captures_says()
    {
        string[][] index = [.. File.ReadLines(Path.Combine(Reference.TelegramFolder, "INDEX.tsv")).Skip(1).Select(line => line.Split('\t'))];
        int without = index.Count(row => row[2].Length == 0);
        int wrong = index.Count(row => row[2].Length > 0 && Crc(row[2]) != Crc(row[3]));
        ParserTest test = new(null);

        new TestedFiles(test).Read(Reference.TelegramFolder, "");

        ParserReport report = test.Report();
        Assert.Equal(Directory.GetFiles(Path.Combine(Reference.TelegramFolder, "masked")).Length, wrong);
        Assert.Equal(wrong, report.Count(TroubleKind.WrongCrc));
        Assert.StartsWith("masked/", report.Trouble(TroubleKind.WrongCrc).First!.File, StringComparison.Ordinal);
        Assert.Equal((index.Length - wrong, without), (report.TelegramCount, report.Count(TroubleKind.WithoutCrc)));
        Assert.Equal((0, 0, 0), (report.Count(TroubleKind.Cut), report.Count(TroubleKind.Noise), report.Count(TroubleKind.NotReadable)));
        Assert.Equal((1, "INDEX.tsv"), (report.Count(TroubleKind.NoTelegram), report.Trouble(TroubleKind.NoTelegram).First!.File));
    }

    [ReferenceFact]
    public void Skipped_lines_and_fields_are_as_many_as_the_parser_counts()
    {
        long unknown = 0;
        long malformed = 0;
        int withTime = 0;
        int withDemand = 0;
        foreach (string file in Directory.GetFiles(Reference.TelegramFolder, "*.txt"))
        {
            byte[] bytes = File.ReadAllBytes(file);
            TelegramParser reader = new(acceptWithoutCrc: true);
            reader.Read(bytes, 0, bytes.Length);
            reader.End();
            Reading reading = reader.Reading;
            unknown += reader.UnknownLineCount;
            malformed += reader.MalformedLineCount;
            withTime += reading.Has(Field.Time) ? 1 : 0;
            withDemand += reading.Has(Field.DemandW) ? 1 : 0;
        }

        ParserTest test = new(null);
        new TestedFiles(test).Read(Reference.TelegramFolder, "");

        ParserReport report = test.Report();
        Assert.Equal(unknown + malformed, report.UnknownCodes.LineCount + report.BadLines.LineCount);
        Assert.Equal(malformed, report.BadLines.Codes.Where(code => code.Problem == LineProblem.BadValue).Sum(code => code.Count));
        Assert.Equal((withTime, withDemand), (Count("0-0:1.0.0"), Count("1-0:1.4.0")));

        long Count(string code) => Assert.Single(report.Fields, field => field.Code == code).TelegramCount;
    }

    [ReferenceFact]
    public void Masked_reports_hold_no_serial_number_of_any_capture()
    {
        List<string> secrets = [];
        foreach (string file in Directory.GetFiles(Reference.TelegramFolder, "*.txt"))
        {
            byte[] bytes = File.ReadAllBytes(file);
            TelegramParser reader = new(acceptWithoutCrc: true);
            reader.Read(bytes, 0, bytes.Length);
            reader.End();
            Reading reading = reader.Reading;
            secrets.AddRange(new[] { reading.MeterSerial, reading.Ean, reading.SubMeter(1).Serial, reading.SubMeter(2).Serial }
                .Where(text => text.IsPresent && text.Text.Length > 0)
                .SelectMany(text => new[] { text.Text, Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(text.Text)) }));
        }

        ParserTest test = new(new Mask());
        new TestedFiles(test).Read(Reference.TelegramFolder, "");

        string report = System.Text.Json.JsonSerializer.Serialize(test.Report(), Companion.Commands.JsonStyle.Options);
        Assert.True(secrets.Count > 20);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, report, StringComparison.OrdinalIgnoreCase));
    }

    private static int Crc(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

using System.Text;
using CsCheck;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Tests.Simulation;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Support;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class TelegramRepairTests
{
    private const string Good = "1-0:1.8.1(000301.548*kWh)";

    public static TheoryData<Deformation> Deformations() => [.. Deformation.All];

    [Theory]
    [MemberData(nameof(Deformations))]
    public void What_was_done_is_said(Deformation deformation)
    {
        (List<DecodedTelegram> telegrams, string said) = Decode(deformation.Apply(Telegrams(1, 1)), 1000);

        Assert.Single(telegrams);
        Assert.Equal(deformation.Said, said);
    }

    [Fact]
    public void Whatever_is_done_the_values_are_those_of_the_meter_and_the_crc_is_judged_by_what_it_sent() =>
        Gen.Select(Gen.Int[0, Deformation.All.Count - 1], Gen.Int[0, Deformation.All.Count - 1], Gen.Int[1, 4], Gen.Int[1, 1000], Gen.Int[1, 70_000]).Sample(
            (one, other, count, seed, chunk) => Check(Deformation.All[one], Deformation.All[other], Telegrams(count, seed), chunk),
            iter: Effort.Of(150, 1500));

    [ReferenceFact]
    public void The_same_holds_for_captured_telegrams()
    {
        foreach (string path in Directory.GetFiles(Reference.TelegramFolder, "*.txt"))
        {
            string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
            if (Decode(text, 1000).Telegrams[0].Crc == CrcVerdict.Right)
            {
                Assert.All(Deformation.All, deformation => Check(deformation, deformation, text, 1000));
            }
        }
    }

    [Fact]
    public async Task A_recording_whose_line_ends_were_changed_is_read_whole()
    {
        const int telegrams = 566;
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, Telegrams(telegrams, 7).Replace("\r\n", "\n", StringComparison.Ordinal));
        Meter meter = new(new MeterFirmware.Tariffs.Rates());
        List<string> notices = [];
        using (FileSource source = new(path) { Notice = notices.Add })
        {
            await source.OpenAsync(default);
            byte[] buffer = new byte[5000];
            for (int count = await source.ReadAsync(buffer, default); count > 0; count = await source.ReadAsync(buffer, default))
            {
                meter.Read(buffer, 0, count);
            }
        }

        File.Delete(path);
        Assert.Equal((telegrams, 0), (meter.Reader.TelegramCount, meter.Reader.RefusedCount));
        Assert.Equal(["the file's line ends were changed to LF; with CR LF put back the CRC is right"], notices);
    }

    [Fact]
    public void A_wrong_crc_stays_wrong_and_is_said_to_be_so_with_line_ends_put_back()
    {
        string text = Telegrams(2, 3).Replace("\r\n", "\n", StringComparison.Ordinal);
        int digit = text.IndexOf("1-0:1.8.1(", StringComparison.Ordinal) + 14;
        string wrong = text[..digit] + (char)(text[digit] ^ 1) + text[(digit + 1)..];

        (List<DecodedTelegram> telegrams, string said) = Decode(wrong, 1000);

        Assert.Equal([CrcVerdict.Wrong, CrcVerdict.Right], telegrams.Select(telegram => telegram.Crc));
        Assert.Equal("the file's line ends were changed to LF, with CR LF put back, too, the CRC is wrong", telegrams[0].Changes!.Replace("; ", ", ", StringComparison.Ordinal));
        Assert.Equal("the file's line ends were changed to LF; with CR LF put back the CRC of 1 of 2 is right", said);
    }

    [Fact]
    public void A_right_telegram_is_left_as_it_is_whatever_its_bytes()
    {
        TelegramText odd = new("  " + Good, "> " + Good, "\\r\\n", "", "\"x\"", Good + "  ");

        (List<DecodedTelegram> telegrams, string said) = Decode(Encoding.Latin1.GetString(odd.Bytes), 1000);

        Assert.Equal((CrcVerdict.Right, ""), (Assert.Single(telegrams).Crc, said));
    }

    [Fact]
    public void A_crc_that_was_computed_over_other_line_ends_is_right_too()
    {
        byte[] body = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(new TelegramText(Good).Body).Replace("\r", "", StringComparison.Ordinal));

        (List<DecodedTelegram> telegrams, string said) = Decode(Encoding.Latin1.GetString(body) + PlainCrc.Of(body).ToString("X4") + "\n", 1000);

        Assert.Equal((CrcVerdict.Right, ""), (Assert.Single(telegrams).Crc, said));
    }

    [Fact]
    public void A_crc_that_is_right_by_chance_hides_no_change()
    {
        // The first such number, found by trying all before it.
        for (int number = 828_286; ; number++)
        {
            TelegramText telegram = new($"0-0:96.1.4({number:000000})", Good);
            string changed = Encoding.Latin1.GetString(telegram.Bytes).Replace("\r\n", "\r", StringComparison.Ordinal);
            if (PlainCrc.Of(Encoding.Latin1.GetBytes(changed[..(changed.IndexOf('!', StringComparison.Ordinal) + 1)])) == telegram.Crc)
            {
                DecodedTelegram decoded = Assert.Single(Decode(changed, 1000).Telegrams);
                Assert.Equal("the file's line ends were changed to CR; with CR LF put back the CRC is right", decoded.Changes);
                return;
            }
        }
    }

    [Theory]
    [InlineData("/\r\n!\r\n")]
    [InlineData("see https://example.org/a!\nand /usr/lib/foo!\r\n")]
    [InlineData("/FLU5\\1\r\n\r\nhello\r\n!\r\n")]
    [InlineData("Hello!\r\n\r\nHow are you! /x !\r\n")]
    [InlineData("0102030405060708090A0B0C0D0E0F10")]
    public void Noise_is_no_telegram(string text) => Assert.Empty(Decode(text, 7).Telegrams);

    [Fact]
    public void The_end_of_a_telegram_in_which_a_recording_starts_is_none()
    {
        string text = Telegrams(3, 1);

        Assert.Equal(2, Decode(text[300..], 1000).Telegrams.Count);
    }

    [Fact]
    public void What_stands_between_telegrams_is_not_theirs()
    {
        string quoted = Deformation.All.First(deformation => deformation.Name == "mail").Apply(Telegrams(2, 1));

        (List<DecodedTelegram> telegrams, _) = Decode("Hi, my meter:\r\n\r\n" + quoted + "\r\nThanks!\r\n" + Telegrams(1, 2), 1000);

        Assert.Equal([CrcVerdict.Right, CrcVerdict.Right, CrcVerdict.Right], telegrams.Select(telegram => telegram.Crc));
    }

    [Fact]
    public void A_bad_line_is_found_where_it_stands_in_the_file()
    {
        string telegram = Encoding.Latin1.GetString(new TelegramText(Good, "1-0:1.7.0(x)").Bytes);
        string text = "Look:\n" + string.Concat(telegram.Replace("\r", "", StringComparison.Ordinal).Split('\n').Select(line => "> " + line + "\n"));
        List<(long, long)> places = [];
        TelegramFile? file = null;
        file = new TelegramFile(found =>
        {
            if (found.Kind == FoundKind.Telegram)
            {
                places.Add(file!.PlaceOf(Encoding.Latin1.GetString(found.Text, 0, found.Length).IndexOf("(x)", StringComparison.Ordinal)));
            }
        });

        file.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)));

        Assert.Equal([(text.IndexOf("(x)", StringComparison.Ordinal), 5)], places);
    }

    [Fact]
    public void A_stream_without_end_and_telegrams_is_given_up_and_takes_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int pieces = 0;
        TelegramFile file = new(_ => pieces++);

        file.Read(new Endless());

        Assert.InRange(file.ByteCount, TelegramRepair.MostBytesWithout, TelegramRepair.MostBytesWithout + 200_000);
        Assert.Empty(file.Scan.Reader.Copy!.Bytes[..file.Scan.Reader.Copy.Length]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L * TelegramRepair.MostBytesWithout);
    }

    // Damaged telegrams of every kind, cut anywhere and put together anyhow.
    [Fact]
    public void Whatever_comes_chunks_make_no_difference_and_no_byte_is_told_twice() =>
        Gen.Select(Gen.Int[0, Deformation.All.Count - 1], Gen.Int[1, 50], Gen.Byte.Array[0, 12], Gen.Int[0, 9000], Gen.Int[1, 3000]).Sample(
            (kind, seed, damage, at, chunk) =>
            {
                string text = Deformation.All[kind].Apply(Telegrams(3, seed)) + Telegrams(1, seed);
                at = Math.Min(at, text.Length);
                text = text[..at] + Encoding.Latin1.GetString(damage) + text[Math.Min(text.Length, at + damage.Length)..];

                List<(string, Change, bool)> whole = Pieces(text, text.Length);

                Assert.Equal(whole, Pieces(text, chunk));
                Assert.True(whole.Sum(piece => piece.Item1.Length) <= text.Length + (4 * 200), "more than the line ends put back");
            },
            iter: Effort.Of(100, 500));

    private static List<(string Text, Change Changes, bool IsNoise)> Pieces(string text, int chunk)
    {
        List<(string Text, Change Changes, bool IsNoise)> pieces = [];
        TelegramRepair repair = new(piece =>
        {
            string told = Encoding.Latin1.GetString(piece.Bytes, piece.Offset, piece.Count);
            if (pieces.Count > 0 && piece.Changes == Change.None && pieces[^1].Changes == Change.None && pieces[^1].IsNoise == piece.IsNoise)
            {
                pieces[^1] = (pieces[^1].Text + told, Change.None, piece.IsNoise);
            }
            else
            {
                pieces.Add((told, piece.Changes, piece.IsNoise));
            }
        });
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int i = 0; i < bytes.Length; i += chunk)
        {
            repair.Take(bytes, i, Math.Min(chunk, bytes.Length - i));
        }

        repair.End();
        return pieces;
    }

    private static void Check(Deformation one, Deformation other, string text, int chunk)
    {
        (Deformation first, Deformation second) = one.Group <= other.Group ? (one, other) : (other, one);
        string deformed = first.Group == second.Group ? first.Apply(text) : second.Apply(first.Apply(text));
        List<DecodedTelegram> expected = Decode(text, 1000).Telegrams;

        (List<DecodedTelegram> telegrams, string said) = Decode(deformed, chunk);

        bool hidesCrc = first.HidesCrc || (second.HidesCrc && first.Group != second.Group);
        string names = $"{first.Name}, {second.Name}: {said}";
        Assert.True(expected.Count == telegrams.Count, $"{names}: {telegrams.Count} of {expected.Count}");
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(expected[i].Lines.Select(line => (line.Obis, line.Value)).SequenceEqual(telegrams[i].Lines.Select(line => (line.Obis, line.Value))), names);
            Assert.True(telegrams[i].Crc == (hidesCrc ? CrcVerdict.Unchecked : CrcVerdict.Right), names);
            Assert.True(hidesCrc || telegrams[i].Bytes == expected[i].Bytes, names);
        }
    }

    private static string Telegrams(int count, int seed)
    {
        SimulatedHome home = new(seed, Moments.Local(2026, 6, 1));
        byte[] telegram = new byte[SimulatedHome.LargestTelegram];
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            home.Step(1);
            text.Append(Encoding.Latin1.GetString(telegram, 0, home.WriteTelegram(telegram)));
        }

        return text.ToString();
    }

    private static (List<DecodedTelegram> Telegrams, string Said) Decode(string text, int chunk)
    {
        List<DecodedTelegram> telegrams = [];
        TelegramFile? file = null;
        file = new TelegramFile(found =>
        {
            if (found.Kind is not (FoundKind.Noise or FoundKind.Cut))
            {
                telegrams.Add(file!.Decode(found));
            }
        });
        file.Read(new Chunks(Encoding.Latin1.GetBytes(text), chunk));
        return (telegrams, file.Report.Sentence);
    }

    private sealed class Chunks(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, chunk)]);
    }

    private sealed class Endless : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Clear(buffer, offset, count);
            return count;
        }
    }
}

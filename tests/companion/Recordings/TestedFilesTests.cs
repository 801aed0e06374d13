using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests.Telegrams;

namespace MeterFirmware.Companion.Tests.Recordings;

public sealed class TestedFilesTests : TemporaryFolder
{
    private readonly ParserTest _test = new(null);

    [Fact]
    public void A_folder_is_read_with_the_folders_in_it_and_names_are_relative_to_it()
    {
        Put("b/c/deep.p1", "1-0:1.7.0(x)");
        Put("z.p1", "1-0:2.7.0(x)");
        Put(".hidden", "1-0:21.7.0(x)");

        new TestedFiles(_test).Read(Folder, "");

        Assert.Equal([".hidden", "b/c/deep.p1", "z.p1"], _test.Report().BadLines.Codes.Select(code => code.First.File));
    }

    [Fact]
    public void A_file_goes_by_its_name_alone()
    {
        Put("b/one.p1", "1-0:1.7.0(x)");

        new TestedFiles(_test).Read(Path.Combine(Folder, "b", "one.p1"), "");

        Assert.Equal("one.p1", Assert.Single(_test.Report().BadLines.Codes).First.File);
    }

    [Fact]
    public void Links_are_not_followed_so_that_none_leads_in_a_circle()
    {
        Put("one.p1", "1-0:1.7.0(00.338*kW)");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "circle"), Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, "two.p1"), Path.Combine(Folder, "one.p1"));

        new TestedFiles(_test).Read(Folder, "");

        Assert.Equal((1, 1), (_test.Report().FileCount, _test.Report().TelegramCount));
    }

    [Fact]
    public void An_empty_file_is_passed_over()
    {
        Put("one.p1", "1-0:1.7.0(00.338*kW)");
        File.WriteAllBytes(Path.Combine(Folder, "empty"), []);

        new TestedFiles(_test).Read(Folder, "");

        Assert.Equal(1, _test.Report().FileCount);
        Assert.True(_test.Report().IsWell);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_counted_and_the_others_are_read()
    {
        Put("one.p1", "1-0:1.7.0(00.338*kW)");
        Put("two.p1", "1-0:1.7.0(00.338*kW)");
        using FileStream held = new(Path.Combine(Folder, "one.p1"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        new TestedFiles(_test).Read(Folder, "");

        Trouble trouble = _test.Report().Trouble(TroubleKind.NotReadable);
        Assert.Equal((1, "one.p1", "it cannot be read"), (trouble.Count, trouble.First!.File, trouble.Text));
        Assert.Equal(1, _test.Report().TelegramCount);
        Assert.False(_test.Report().IsWell);
    }

    private void Put(string name, string line)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new TelegramText(line).Bytes);
    }
}

using MeterFirmware.Network;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Brokers;

/// <summary>The chip's flash, as far as <see cref="BrokerLink"/> needs it: the authority's certificate from any file of this machine.</summary>
/// <param name="path">The file.</param>
internal sealed class AuthorityFile(string path) : IFlash
{
    private readonly FlashFiles _folder = new(Path.GetDirectoryName(Path.GetFullPath(path))!);

    public int Length(string name) => name == BrokerOptions.CaName ? _folder.Length(Path.GetFileName(path)) : -1;

    public bool Read(string name, int position, byte[] buffer, int count) =>
        name == BrokerOptions.CaName && _folder.Read(Path.GetFileName(path), position, buffer, count);

    public void Create(string name)
    {
    }

    public void Append(byte[] bytes, int offset, int count)
    {
    }

    public bool Finish() => false;

    public void Delete(string name)
    {
    }
}

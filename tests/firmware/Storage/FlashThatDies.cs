namespace MeterFirmware.Firmware.Tests.Storage;

/// <summary>
/// Files in memory. The power can be cut after any number of steps: a write has one before each byte and one after the last, a
/// delete has one before and one after.
/// </summary>
internal sealed class FlashThatDies : IFlash
{
    private readonly List<byte> _new = [];
    private string _name = "";
    private byte[] _old = [];
    private bool _isDead;

    public FlashThatDies(Death death = Death.Truncates)
    {
        Death = death;
    }

    public Death Death { get; }

    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>At 0 the next step is not survived.</summary>
    public int StepsLeft { get; set; } = int.MaxValue;

    /// <summary>How many bytes fit a file; of a longer one only the start is written.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether a file that does not fit is said to be written.</summary>
    public bool ConcealsFull { get; set; }

    /// <summary>Whether a file that is written is said not to be.</summary>
    public bool DeniesWrites { get; set; }

    /// <summary>Whether a file that is said to be written is the old one.</summary>
    public bool LosesWrites { get; set; }

    /// <summary>A byte that cannot be read.</summary>
    public (string Name, int At) Unreadable { get; set; } = ("", 0);

    /// <summary>At 0 nothing can be read any more.</summary>
    public int ReadsLeft { get; set; } = int.MaxValue;

    /// <summary>Whether a file is being written.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The names of all files written, in order.</summary>
    public List<string> Written { get; } = [];

    public FlashThatDies Clone(Death death)
    {
        FlashThatDies clone = new(death);
        foreach ((string name, byte[] bytes) in Files)
        {
            clone.Files[name] = [.. bytes];
        }

        return clone;
    }

    public void PowerOn()
    {
        _isDead = false;
        StepsLeft = int.MaxValue;
    }

    public int Length(string name)
    {
        Live();
        return Files.TryGetValue(name, out byte[]? bytes) ? bytes.Length : -1;
    }

    public bool Read(string name, int position, byte[] buffer, int count)
    {
        Live();
        bool isUnreadable = name == Unreadable.Name && position <= Unreadable.At && position + count > Unreadable.At;
        bool hasEnded = ReadsLeft == 0;
        ReadsLeft -= hasEnded ? 0 : 1;
        if (isUnreadable || hasEnded || !Files.TryGetValue(name, out byte[]? bytes) || position + count > bytes.Length)
        {
            return false;
        }

        Array.Copy(bytes, position, buffer, 0, count);
        return true;
    }

    public void Create(string name)
    {
        Live();
        Written.Add(name);
        IsOpen = true;
        _name = name;
        _new.Clear();
        _old = Files.GetValueOrDefault(name, []);
        Leave(isWhole: false);
    }

    public void Append(byte[] bytes, int offset, int count)
    {
        Live();
        for (int i = 0; i < count; i++)
        {
            if (StepsLeft == 0)
            {
                Leave(isWhole: false);
                Die();
            }

            StepsLeft--;
            _new.Add(bytes[offset + i]);
        }
    }

    public bool Finish()
    {
        Live();
        if (!IsOpen)
        {
            return false;
        }

        IsOpen = false;
        if (StepsLeft == 0)
        {
            Leave(isWhole: true);
            Die();
        }

        StepsLeft--;
        Files[_name] = LosesWrites ? _old : [.. _new.Take(Room)];
        return !DeniesWrites && (_new.Count <= Room || ConcealsFull);
    }

    public void Delete(string name)
    {
        Live();
        if (StepsLeft == 0)
        {
            Die();
        }

        Files.Remove(name);
        if (StepsLeft == 1)
        {
            Die();
        }

        StepsLeft -= 2;
    }

    private void Leave(bool isWhole)
    {
        if (Death == Death.Truncates)
        {
            Files[_name] = [.. _new];
        }
        else if (Death == Death.OverwritesInPlace)
        {
            Files[_name] = [.. _new, .. _old.Skip(_new.Count)];
        }
        else if (isWhole)
        {
            Files[_name] = [.. _new];
        }
    }

    private void Die()
    {
        _isDead = true;
        throw new PowerCutException();
    }

    private void Live()
    {
        if (_isDead)
        {
            throw new PowerCutException();
        }
    }
}

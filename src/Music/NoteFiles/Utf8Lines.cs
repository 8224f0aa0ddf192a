using System.Text;

namespace MusicGen.Music.NoteFiles;

/// <summary>Collects the lines of a text in UTF-8.</summary>
internal sealed class Utf8Lines(int expectedBytes)
{
    private byte[] _bytes = new byte[expectedBytes];
    private int _length;

    public void Write(string line)
    {
        var written = Encoding.UTF8.GetBytes(line, Room(Encoding.UTF8.GetMaxByteCount(line.Length) + 1));
        _bytes[_length + written] = (byte)'\n';
        Take(written + 1);
    }

    /// <summary>Room for more bytes, which count once they are taken.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes) Array.Resize(ref _bytes, Math.Max(_length + bytes, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        return _bytes.AsSpan(_length);
    }

    public void Take(int bytes) => _length += bytes;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();
}

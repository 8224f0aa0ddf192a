using System.Buffers.Text;

namespace MusicGen.Music.NoteFiles;

/// <summary>Writes the fields of one line into room that is large enough.</summary>
internal ref struct Utf8Line(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    /// <summary>The bytes written so far.</summary>
    public int Length { get; private set; }

    public void Put(byte character) => _room[Length++] = character;

    public void Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_room[Length..]);
        Length += text.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _room[Length..], out var written);
        Length += written;
    }

    /// <summary><c>whole</c> or <c>whole+more</c>.</summary>
    public void Sum(long whole, long more)
    {
        Number(whole);
        if (more == 0) return;
        Put((byte)'+');
        Number(more);
    }

    /// <summary>At least one space, up to a column.</summary>
    public void FillTo(int column)
    {
        do Put((byte)' ');
        while (Length < column);
    }
}

using System.Buffers;
using MusicGen.Music.Scores;

namespace MusicGen.Music.NoteFiles;

/// <summary>Gathers the notes of all parts as they come, in borrowed memory, and gives each part its own.</summary>
/// <param name="expected">How many notes there may be; more are taken, too.</param>
internal sealed class PlacedNotes(int expected) : IDisposable
{
    private Note[] _notes = ArrayPool<Note>.Shared.Rent(expected);
    private int[] _parts = ArrayPool<int>.Shared.Rent(expected);
    private int _count;

    public void Add(int part, in Note note)
    {
        if (_count == _notes.Length) Grow(ref _notes);
        if (_count == _parts.Length) Grow(ref _parts);
        (_notes[_count], _parts[_count]) = (note, part);
        _count++;
    }

    /// <summary>For each part its notes in their order; none for a part that has none.</summary>
    public Note[][] Deal(int parts)
    {
        var counts = new int[parts];
        foreach (var part in _parts.AsSpan(0, _count)) counts[part]++;
        var dealt = Array.ConvertAll(counts, count => count == 0 ? [] : GC.AllocateUninitializedArray<Note>(count));
        var isOrdered = new bool[parts];
        Array.Fill(isOrdered, true);
        Array.Clear(counts);
        for (var i = 0; i < _count; i++)
        {
            var part = _parts[i];
            var place = counts[part]++;
            dealt[part][place] = _notes[i];
            if (place > 0 && dealt[part][place - 1] > _notes[i]) isOrdered[part] = false;
        }
        for (var part = 0; part < parts; part++)
        {
            if (!isOrdered[part]) Array.Sort(dealt[part]);
        }
        return dealt;
    }

    public void Dispose()
    {
        ArrayPool<Note>.Shared.Return(_notes);
        ArrayPool<int>.Shared.Return(_parts);
        (_notes, _parts, _count) = ([], [], 0);
    }

    private void Grow<T>(ref T[] items)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(16, 2 * _count));
        items.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(items);
        items = larger;
    }
}

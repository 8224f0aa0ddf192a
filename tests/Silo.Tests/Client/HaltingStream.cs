using System.Text;

namespace MusicGen.Silo.Tests.Client;

/// <summary>Content that comes in parts with silences between; where no part is left it neither goes on nor ends.</summary>
/// <param name="clock">Moved on by each silence.</param>
/// <param name="parts">Texts, each with the silence before it; null: the end.</param>
internal sealed class HaltingStream(HurriedClock clock, params (TimeSpan Silence, string? Text)[] parts) : OneWayStream
{
    private readonly Queue<(TimeSpan Silence, string? Text)> _parts = new(parts);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (silence, text) = _parts.Count > 0 ? _parts.Dequeue() : (TimeSpan.FromHours(1), "");
        clock.Advance(silence);
        cancellationToken.ThrowIfCancellationRequested();
        if (text == "") await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return text is null ? 0 : Encoding.UTF8.GetBytes(text, buffer.Span);
    }
}

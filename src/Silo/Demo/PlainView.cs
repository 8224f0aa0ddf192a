namespace MusicGen.Silo.Demo;

/// <summary>Plain lines: for logs, pipes and CI.</summary>
internal sealed class PlainView(TextWriter output) : DemoView
{
    public override async Task<T> StageAsync<T>(string title, Func<IStageMeter, Task<T>> stage)
    {
        output.WriteLine(title);
        return await stage(new Meter(output));
    }

    public override void Say(string line) => output.WriteLine(line);

    /// <summary>A line at every tenth: enough to see that it moves.</summary>
    private sealed class Meter(TextWriter output) : IStageMeter
    {
        private const int Lines = 10;

        private long _tenth;

        public void Show(long done, long total, string? note = null)
        {
            var tenth = total == 0 ? 0 : done * Lines / total;
            if (tenth == _tenth) return;
            _tenth = tenth;
            output.WriteLine($"  {done:N0} of {total:N0}{(note is null ? "" : $", {note}")}");
        }
    }
}

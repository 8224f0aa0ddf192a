using Spectre.Console;

namespace MusicGen.Silo.Demo;

/// <summary>Progress bars on a terminal.</summary>
internal sealed class TerminalView(IAnsiConsole console) : DemoView
{
    public override Task<T> StageAsync<T>(string title, Func<IStageMeter, Task<T>> stage) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(title));
            task.IsIndeterminate = true;
            var result = await stage(new Meter(task, title));
            (task.IsIndeterminate, task.Value) = (false, task.MaxValue);
            return result;
        });

    public override void Say(string line) => console.WriteLine(line);

    private sealed class Meter(ProgressTask task, string title) : IStageMeter
    {
        public void Show(long done, long total, string? note = null)
        {
            (task.IsIndeterminate, task.MaxValue, task.Value) = (total == 0, Math.Max(1, total), done);
            task.Description = Markup.Escape(note is null ? title : $"{title} ({note})");
        }
    }
}

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Access Pass</source>
        <translation>出入证</translation>
    </message>
    <message>
        <source>valid until {0}</source>
        <translation>有效至 {0}</translation>
    </message>
    <message>
        <source>Checkpoint Handover Sheet</source>
        <translation>疫情防控卡点交接班表</translation>
    </message>
    <message>
        <source>1. Summary of the shift</source>
        <translation>一、本班汇总</translation>
    </message>
    <message>
        <source>2. By hour</source>
        <translation>二、按小时</translation>
    </message>
    <message>
        <source>3. Exceptions and outcomes</source>
        <translation>三、异常与处置（逐条）</translation>
    </message>
    <message>
        <source>4. Open matters (to be followed up)</source>
        <translation>四、未结事项（接班须跟进）</translation>
    </message>
    <message>
        <source>5. Supplies and equipment</source>
        <translation>五、物资与设备</translation>
    </message>
    <message>
        <source>6. Remark</source>
        <translation>六、备注</translation>
    </message>
    <message>
        <source>reprint, no. %n</source>
        <translation>补打，第 %n 次</translation>
    </message>
    <message>
        <source>no. %n</source>
        <translation>第 %n 次</translation>
    </message>
    <message>
        <source>Checkpoint: {0}</source>
        <translation>卡点：{0}</translation>
    </message>
    <message>
        <source>Date: {0}</source>
        <translation>日期：{0}</translation>
    </message>
    <message>
        <source>Shift: {0}, {1}–{2}</source>
        <translation>班次：第 {0} 班 {1}–{2}</translation>
    </message>
    <message>
        <source>Sheet: {0}</source>
        <translation>表号：{0}</translation>
    </message>
    <message>
        <source>Outgoing: {0}</source>
        <translation>交班班长：{0}</translation>
    </message>
    <message>
        <source>Incoming: {0}</source>
        <translation>接班班长：{0}</translation>
    </message>
    <message>
        <source>On duty: {0}</source>
        <translation>在岗：{0} 人</translation>
    </message>
    <message>
        <source>Printed: {0} ({1})</source>
        <translation>打印：{0}（{1}）</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>In</source>
        <translation>进</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测温</translation>
    </message>
    <message>
        <source>≥ 37.3 ℃</source>
        <translation>≥ 37.3 ℃</translation>
    </message>
    <message>
        <source>Key persons</source>
        <translation>重点人员</translation>
    </message>
    <message>
        <source>Key vehicles</source>
        <translation>重点车辆</translation>
    </message>
    <message>
        <source>Turned back / referred</source>
        <translation>劝返 / 移交</translation>
    </message>
    <message>
        <source>Of these: {0} value not noted, {1} without valid reading; records: {2} corrected, {3} voided, {4} keyed later, {5} before the shift opened.</source>
        <translation>其中：未记数值 {0} 人&#x3000;无有效读数 {1} 人&#x3000;更正 {2} 条&#x3000;作废 {3} 条&#x3000;补录 {4} 条&#x3000;开班前记录 {5} 条</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Highest temp.</source>
        <translation>最高体温</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Person / plate</source>
        <translation>人员 / 车牌</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>情况</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>处置结果</translation>
    </message>
    <message>
        <source>Handled by</source>
        <translation>经办</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>persons: {0}</source>
        <translation>{0} 人</translation>
    </message>
    <message>
        <source>Matter</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>接班确认</translation>
    </message>
    <message>
        <source>Outgoing leader signs:</source>
        <translation>交班班长签名：</translation>
    </message>
    <message>
        <source>Incoming leader signs:</source>
        <translation>接班班长签名：</translation>
    </message>
    <message>
        <source>Scan to compare this sheet with the electronic record: entries {0} to {1}, head {2}</source>
        <translation>扫二维码可核对本表与电子记录一致：记录 {0}–{1}，校验 {2}</translation>
    </message>
    <message>
        <source>Names are masked; this sheet holds personal data and is kept in the checkpoint&apos;s file box.</source>
        <translation>姓名证件已按最小必要原则遮盖；本表含个人信息，交接后存入卡点档案盒。</translation>
    </message>
    <message>
        <source>page {0} of {1}</source>
        <translation>第 {0} 页 共 {1} 页</translation>
    </message>
</context>
<context>
    <name>CameraPage</name>
    <message>
        <source>Hold the pass before the camera</source>
        <translation>把出入证放到摄像头前</translation>
    </message>
    <message>
        <source>or a picture file, then Enter</source>
        <translation>或输入图片文件名，回车</translation>
    </message>
    <message>
        <source>Picture file</source>
        <translation>图片文件</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Reading / outcome</source>
        <translation>复测体温 / 处置结果</translation>
    </message>
    <message>
        <source>↑↓ choose a case · three digits are a reading (376a axillary) · one digit is an outcome · Esc back</source>
        <translation>↑↓ 选择 · 三位数字是体温（376a 为腋温）· 一位数字选处置结果 · Esc 返回</translation>
    </message>
    <message>
        <source>Nobody waits.</source>
        <translation>没有待处置人员</translation>
    </message>
    <message>
        <source>Rest, then measure again (any site).</source>
        <translation>休息片刻后再测一次（部位不限）。</translation>
    </message>
    <message>
        <source>Measure axillary, about 5 minutes: e.g. 376a.</source>
        <translation>用水银体温计测腋温，约 5 分钟，如 376a。</translation>
    </message>
    <message>
        <source>Fever confirmed: tell the community, refer to the fever clinic.</source>
        <translation>确认发热：立即报告社区，移交发热门诊。</translation>
    </message>
    <message>
        <source>Check documents and the declaration, then choose an outcome.</source>
        <translation>核实证件和健康申报后选择处置结果。</translation>
    </message>
    <message>
        <source>A referral needs it; fill it in, then Enter.</source>
        <translation>移交须填写，填好按回车。</translation>
    </message>
</context>
<context>
    <name>CasesPanel</name>
    <message>
        <source>Held</source>
        <translation>待处置</translation>
    </message>
    <message>
        <source>Nobody waits.</source>
        <translation>没有待处置人员</translation>
    </message>
    <message numerus="yes">
        <source>%n more: F4</source>
        <translation>
            <numerusform>还有 %n 件：F4</numerusform>
        </translation>
    </message>
    <message>
        <source>left {0}</source>
        <translation>剩 {0}</translation>
    </message>
</context>
<context>
    <name>DeskView</name>
    <message>
        <source>plate temp. temp. … Enter</source>
        <translation>车牌 体温 体温 … 回车</translation>
    </message>
    <message>
        <source>Gate line</source>
        <translation>登记行</translation>
    </message>
    <message>
        <source>Enter saves it as held and starts the clock; take the next car. Measure again with an ear or axillary thermometer; still ≥ 37.3 ℃: lead to the holding point, tell the clinic.</source>
        <translation>回车即存为「待处置」并开始计时，先登记下一辆。换耳温枪或水银体温计复测；仍 ≥ 37.3 ℃ 引导至临时留观点，通知社康。</translation>
    </message>
    <message>
        <source>Ask the 14-day question and look at the documents, then decide.</source>
        <translation>询问 14 天旅居史，核实证件与健康申报后选择处置。</translation>
    </message>
    <message>
        <source>Save ⏎</source>
        <translation>登记 ⏎</translation>
    </message>
</context>
<context>
    <name>DoorPage</name>
    <message>
        <source>PIN (a leader&apos;s stick is in)</source>
        <translation>PIN（已插入班长 U 盘）</translation>
    </message>
    <message>
        <source>Leader&apos;s passphrase</source>
        <translation>班长口令</translation>
    </message>
    <message>
        <source>Who works? Press your number, then type your PIN and Enter.</source>
        <translation>谁在值守？按编号，再输入 PIN，回车。</translation>
    </message>
    <message>
        <source>{0}: PIN, then Enter</source>
        <translation>{0}：输入 PIN，回车</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Export to a stick</source>
        <translation>导出批次到 U 盘</translation>
    </message>
    <message>
        <source>Enter writes everything since the last receipt, then takes receipts lying there. Remove the stick only when it says so.</source>
        <translation>回车：先收下 U 盘上中心发来的回执，再写出上次回执之后的全部记录。提示可以拔出后再拔 U 盘。</translation>
    </message>
    <message>
        <source>Folder of the stick</source>
        <translation>U 盘文件夹</translation>
    </message>
    <message>
        <source>{0}. The stick may be removed.</source>
        <translation>{0}。现在可以拔出 U 盘。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) from the centre taken.</source>
        <translation>
            <numerusform>已收下中心文件 %n 个。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not taken: {0}</source>
        <translation>未采用：{0}</translation>
    </message>
    <message>
        <source>Written and read back</source>
        <translation>已写入并读回核对</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>register / next</source>
        <translation>登记 / 下一栏</translation>
    </message>
    <message>
        <source>help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>出入证</translation>
    </message>
    <message>
        <source>export</source>
        <translation>导出批次</translation>
    </message>
    <message>
        <source>handover</source>
        <translation>交接班</translation>
    </message>
    <message>
        <source>night</source>
        <translation>夜间</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>English</translation>
    </message>
    <message numerus="yes">
        <source>not exported: %n</source>
        <translation>
            <numerusform>未导出 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>no export yet · {0}</source>
        <translation>还没有导出 · {0}</translation>
    </message>
    <message>
        <source>last export {0} batch #{1} · {2}</source>
        <translation>上次导出 {0} 批次 #{1} · {2}</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>14 days in key area</source>
        <translation>14 天到过重点地区</translation>
    </message>
    <message>
        <source>1 no 2 yes</source>
        <translation>1 否 2 是</translation>
    </message>
    <message>
        <source>Enter: next missing field, then save · Tab: every field · F7: next person</source>
        <translation>回车：下一必填项，填完即存 · Tab：逐栏 · F7：下一人</translation>
    </message>
    <message>
        <source>Save ⏎</source>
        <translation>登记 ⏎</translation>
    </message>
    <message numerus="yes">
        <source>person %n</source>
        <translation>
            <numerusform>第 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Fill this in, then Enter.</source>
        <translation>请填写，再按回车。</translation>
    </message>
    <message>
        <source>Ask: 1 no, 2 yes, then Enter.</source>
        <translation>请询问：1 否，2 是，再按回车。</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>vehicles</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>held</source>
        <translation>待处置</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>锁屏</translation>
    </message>
    <message>
        <source>no shift is open · F9</source>
        <translation>未开班 · F9</translation>
    </message>
    <message>
        <source>shift {0} {1}–{2} · {3} · {4} on duty</source>
        <translation>第 {0} 班 {1}–{2} · {3} · 在岗 {4} 人</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>What can be typed</source>
        <translation>可以输入什么</translation>
    </message>
    <message>
        <source>temperature 36.5, forehead</source>
        <translation>体温 36.5，额温</translation>
    </message>
    <message>
        <source>ear · axillary · wrist</source>
        <translation>耳温 · 腋温 · 腕温</translation>
    </message>
    <message>
        <source>too low to read</source>
        <translation>偏低，测不出</translation>
    </message>
    <message>
        <source>in · out (alone: one pass holder, normal)</source>
        <translation>进 · 出（单独一个：持证居民一人，正常）</translation>
    </message>
    <message>
        <source>so many pass holders, measured normal</source>
        <translation>持证居民若干人，体温正常</translation>
    </message>
    <message>
        <source>a car with two people (粤 is put in front)</source>
        <translation>一车两人（自动加「粤」）</translation>
    </message>
    <message>
        <source>a plate of 粤B</source>
        <translation>粤B 车牌</translation>
    </message>
    <message>
        <source>粤B with six characters</source>
        <translation>六位的粤B 车牌</translation>
    </message>
    <message>
        <source>another province: two letters</source>
        <translation>外省：两个字母</translation>
    </message>
    <message>
        <source>a known plate by its ending</source>
        <translation>车牌尾号找车</translation>
    </message>
    <message>
        <source>a known person by phone or ID ending</source>
        <translation>手机或证件尾号找人</translation>
    </message>
    <message>
        <source>a known person by pinyin</source>
        <translation>拼音或首字母找人</translation>
    </message>
    <message>
        <source>take a suggestion with its usual crew</source>
        <translation>采用提示，带出常乘人员</translation>
    </message>
    <message>
        <source>in a temperature field: one more person · one less</source>
        <translation>在体温栏：加一人 · 减一人</translation>
    </message>
    <message>
        <source>next disposition that the rules allow</source>
        <translation>切换规则允许的处置</translation>
    </message>
    <message>
        <source>full form: next person</source>
        <translation>完整登记：下一人</translation>
    </message>
    <message>
        <source>print the last sheet · filter the records</source>
        <translation>打印上一张交接班表 · 筛选记录</translation>
    </message>
    <message>
        <source>language · night · lock</source>
        <translation>语言 · 夜间 · 锁屏</translation>
    </message>
    <message>
        <source>back to the gate line</source>
        <translation>回到登记行</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Persons by hour today</source>
        <translation>今日每小时人次</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>Full form</source>
        <translation>完整登记</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>待处置</translation>
    </message>
</context>
<context>
    <name>Occupants</name>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Address / purpose</source>
        <translation>住址 / 事由</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Temp. ℃</source>
        <translation>体温 ℃</translation>
    </message>
    <message>
        <source>Driver</source>
        <translation>司机</translation>
    </message>
    <message>
        <source>Occupant</source>
        <translation>乘员</translation>
    </message>
</context>
<context>
    <name>PassPage</name>
    <message>
        <source>Issue a pass</source>
        <translation>签发出入证</translation>
    </message>
    <message>
        <source>Plate (may be empty)</source>
        <translation>车牌（可不填）</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>有效天数</translation>
    </message>
    <message>
        <source>Save the card as PDF …</source>
        <translation>把证存为 PDF …</translation>
    </message>
    <message>
        <source>Issued. Save the card and print it.</source>
        <translation>已签发，存为 PDF 后打印。</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>1 no · 2 yes · Enter later</source>
        <translation>1 否 · 2 是 · 回车稍后</translation>
    </message>
</context>
<context>
    <name>RecordsModel</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>向</translation>
    </message>
    <message>
        <source>Plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Temp.</source>
        <translation>体温</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Disposition</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>By</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>RecordsView</name>
    <message>
        <source>Records of this shift</source>
        <translation>本班记录</translation>
    </message>
    <message>
        <source>Filter Ctrl+F</source>
        <translation>筛选 Ctrl+F</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Nothing yet: type a plate and temperatures on the left, then Enter.</source>
        <translation>还没有记录：在左边输入车牌和体温，按回车。</translation>
    </message>
    <message numerus="yes">
        <source>all %n</source>
        <translation>
            <numerusform>全部 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>open %n</source>
        <translation>
            <numerusform>待处置 %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message numerus="yes">
        <source>person %n</source>
        <translation>
            <numerusform>第 %n 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>On duty (spaces between)</source>
        <translation>在岗人员（空格分开）</translation>
    </message>
    <message>
        <source>Thermometers, calibration</source>
        <translation>额温枪及校准</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Outgoing leader&apos;s PIN</source>
        <translation>交班班长 PIN</translation>
    </message>
    <message>
        <source>Incoming leader (number)</source>
        <translation>接班班长（编号）</translation>
    </message>
    <message>
        <source>Incoming leader&apos;s PIN</source>
        <translation>接班班长 PIN</translation>
    </message>
    <message>
        <source>Print the last sheet Ctrl+P</source>
        <translation>打印上一张交接班表 Ctrl+P</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>开班</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交班</translation>
    </message>
    <message>
        <source>No shift is open</source>
        <translation>现在没有开班</translation>
    </message>
    <message>
        <source>The leader who is signed in opens it.</source>
        <translation>由当前登录的班长开班。</translation>
    </message>
    <message>
        <source>Shift {0}, {1}–{2}</source>
        <translation>第 {0} 班 {1}–{2}</translation>
    </message>
    <message>
        <source>{0} vehicles, {1} persons, {2} in, {3} out, {4} abnormal</source>
        <translation>车辆 {0}，人员 {1}，进 {2}，出 {3}，异常 {4}</translation>
    </message>
    <message>
        <source>Leaders: {0}</source>
        <translation>班长：{0}</translation>
    </message>
    <message>
        <source>Type the number of a leader above.</source>
        <translation>输入上面列出的班长编号。</translation>
    </message>
    <message>
        <source>The shift is open.</source>
        <translation>已开班。</translation>
    </message>
    <message>
        <source>Handed over. Ctrl+P prints the sheet.</source>
        <translation>已交班。Ctrl+P 打印交接班表。</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
</context>
</TS>
